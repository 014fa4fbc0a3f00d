/** Who is calling, in which workspace, with what rights; and the sealing of secrets. */
@NullMarked
package dev.taskping.relay.account;

import org.jspecify.annotations.NullMarked;

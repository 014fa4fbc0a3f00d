/** Who is calling, in which workspace, with what rights; and the sealing of secrets. */
@NullMarked
package dev.taskping.relay.security;

import org.jspecify.annotations.NullMarked;

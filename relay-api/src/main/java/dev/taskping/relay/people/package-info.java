/** The people of a namespace: their roles on channels, the accounts they paired, and the codes to pair with. */
@NullMarked
package dev.taskping.relay.people;

import org.jspecify.annotations.NullMarked;

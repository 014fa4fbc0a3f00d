/** People of a namespace: their roles on channels, and the accounts that are proven to be theirs. */
@NullMarked
package dev.taskping.relay.people;

import org.jspecify.annotations.NullMarked;

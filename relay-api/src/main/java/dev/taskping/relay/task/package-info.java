/** Tasks (Jobs and command-line sessions): their state, and the sessions that command lines register. */
@NullMarked
package dev.taskping.relay.task;

import org.jspecify.annotations.NullMarked;

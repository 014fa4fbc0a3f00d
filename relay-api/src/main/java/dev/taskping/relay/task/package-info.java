/** Tasks: what is known of each, and the sessions that command lines register. */
@NullMarked
package dev.taskping.relay.task;

import org.jspecify.annotations.NullMarked;

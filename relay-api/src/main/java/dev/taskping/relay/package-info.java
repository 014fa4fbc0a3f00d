/** The relay: takes events in, delivers messages, takes answers, and carries commands to where the work is. */
@NullMarked
package dev.taskping.relay;

import org.jspecify.annotations.NullMarked;

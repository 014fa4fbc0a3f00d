/** Explains why a message about a task was sent or not, and lists deliveries and undelivered messages. */
@NullMarked
package dev.taskping.relay.delivery.explain;

import org.jspecify.annotations.NullMarked;

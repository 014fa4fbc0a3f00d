/** The outbox: messages wait here for delivery, stored in the transaction that decided to send them. */
@NullMarked
package dev.taskping.relay.delivery.outbox;

import org.jspecify.annotations.NullMarked;

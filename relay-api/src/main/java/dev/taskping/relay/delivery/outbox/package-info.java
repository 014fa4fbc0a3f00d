/** The outbox: messages about events, stored in the transaction that took the event in. */
@NullMarked
package dev.taskping.relay.delivery.outbox;

import org.jspecify.annotations.NullMarked;

package dev.taskping.protocol.relay;

import org.jspecify.annotations.Nullable;

/**
 * What the relay did with one event of a batch. Whatever the status, the event need not be sent again.
 *
 * @param id the event's id
 * @param status what happened
 * @param detail for {@code REJECTED} and {@code UNROUTABLE}: the field or channel at fault and what would be accepted
 */
public record EventReceipt(String id, Status status, @Nullable String detail) {

    /** What can happen to an event. */
    public enum Status {
        /** Recorded; its messages are in the outbox. */
        ACCEPTED,
        /** Known already; nothing was done. */
        DUPLICATE,
        /** Recorded, but a channel of its route is not registered; the delivery waits for it as undeliverable. */
        UNROUTABLE,
        /** Cannot be understood; nothing was recorded. */
        REJECTED
    }
}

package dev.taskping.protocol.relay;

import org.jspecify.annotations.Nullable;

/**
 * The relay's receipt for one event of a batch. Whatever the status, the sender need not send the event again.
 *
 * @param id the event's id
 * @param status what the relay did with the event
 * @param detail for {@code REJECTED} and {@code UNROUTABLE}: the wrong field or channel, and what the relay would accept
 */
public record EventReceipt(String id, Status status, @Nullable String detail) {

    /** What the relay can do with an event. */
    public enum Status {
        /** The relay recorded the event; its messages are in the outbox. */
        ACCEPTED,
        /** The relay knew the event already and did nothing. */
        DUPLICATE,
        /** The relay recorded the event, but a channel of its route is not registered; the delivery waits for that channel. */
        UNROUTABLE,
        /** The relay could not read the event and recorded nothing. */
        REJECTED
    }
}

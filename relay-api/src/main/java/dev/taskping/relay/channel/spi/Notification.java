package dev.taskping.relay.channel.spi;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to one channel.
 *
 * @param deliveryId stable over all attempts: the idempotency key where a provider takes one
 * @param createdAt when it was put into the outbox
 * @param message what to say
 * @param event the event it tells of; absent for confirmations and answers
 * @param thread what all messages about one task share, where the provider can group them: the task's uid
 * @param placement where in the conversation it goes
 * @param hook the channel's own address at the relay, where the provider may report what becomes of the message
 */
public record Notification(
        UUID deliveryId,
        Instant createdAt,
        Message message,
        @Nullable TaskEvent event,
        @Nullable String thread,
        Placement placement,
        @Nullable URI hook) {

    /** Of which the provider cannot report what becomes. */
    public Notification(
            UUID deliveryId,
            Instant createdAt,
            Message message,
            @Nullable TaskEvent event,
            @Nullable String thread,
            Placement placement) {
        this(deliveryId, createdAt, message, event, thread, placement, null);
    }

    /** Where a message goes in its conversation. */
    public sealed interface Placement {

        /** The channel's own destination, as a new message. */
        record Fresh() implements Placement {}

        /**
         * As an answer below another message.
         *
         * @param conversation the provider's name for the conversation (a chat id); absent for the channel's own
         * @param reference the message answered
         */
        record ReplyTo(@Nullable String conversation, String reference) implements Placement {}

        /**
         * In place of an earlier message of ours.
         *
         * @param conversation the provider's name for the conversation; absent for the channel's own
         * @param reference the message to change
         * @param orAnew whether it is to be said in a message of its own where that one cannot be changed (any more);
         *     otherwise nothing is done, and it counts as delivered under the same reference
         */
        record EditOf(@Nullable String conversation, String reference, boolean orAnew) implements Placement {

            /** In any case, in a message of its own if need be. */
            public EditOf(@Nullable String conversation, String reference) {
                this(conversation, reference, true);
            }
        }
    }
}

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
 * @param message its content
 * @param event the event that it reports; absent for confirmations and answers
 * @param thread the task's uid, by which the provider can group all messages about the task
 * @param placement where in the conversation it goes
 * @param hook the channel's hook, where the provider may report whether the message arrived
 * @param progress who has it already, if it goes to each recipient on its own
 */
public record Notification(
        UUID deliveryId,
        Instant createdAt,
        Message message,
        @Nullable TaskEvent event,
        @Nullable String thread,
        Placement placement,
        @Nullable URI hook,
        RecipientProgress progress) {

    /** A notification that nobody has, and whose arrival the provider does not report. */
    public Notification(
            UUID deliveryId,
            Instant createdAt,
            Message message,
            @Nullable TaskEvent event,
            @Nullable String thread,
            Placement placement) {
        this(deliveryId, createdAt, message, event, thread, placement, null, new RecipientProgress());
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
         * In place of an earlier message of the bot.
         *
         * @param conversation the provider's name for the conversation; absent for the channel's own
         * @param reference the message to change
         * @param orAnew whether to send a new message if that one cannot be edited (any more); otherwise nothing is done, and
         *     it counts as delivered under the same reference
         */
        record EditOf(@Nullable String conversation, String reference, boolean orAnew) implements Placement {

            /** As an edit, or as a new message if that is impossible. */
            public EditOf(@Nullable String conversation, String reference) {
                this(conversation, reference, true);
            }
        }
    }
}

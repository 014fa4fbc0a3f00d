package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.event.EventStore;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to put into the outbox.
 *
 * @param id ours, stable over all attempts
 * @param workspace where
 * @param channelId the channel to deliver to, registered or not
 * @param taskUid the task it is about; messages about one task reach a channel in the order they were enqueued
 * @param event the event it tells of, which is of that task; the same event is told to a channel once
 * @param placement where in the conversation
 * @param message the message; if it reports an event, without the log, which is stored with the task
 * @param priority what goes first
 * @param fallbackOf the dead letter of another channel that it replaces
 * @param liveAt the time of the state that it shows, if the message is edited later
 */
public record NewDelivery(
        UUID id,
        String workspace,
        UUID channelId,
        @Nullable String taskUid,
        EventStore.@Nullable Key event,
        Placement placement,
        Message message,
        MessagePriority priority,
        @Nullable UUID fallbackOf,
        @Nullable Instant liveAt) {

    /** A message that stays as it is. */
    public NewDelivery(
            UUID id,
            String workspace,
            UUID channelId,
            @Nullable String taskUid,
            EventStore.@Nullable Key event,
            Placement placement,
            Message message,
            MessagePriority priority,
            @Nullable UUID fallbackOf) {
        this(id, workspace, channelId, taskUid, event, placement, message, priority, fallbackOf, null);
    }

    /** A message that reports no event: an answer, a confirmation, a test. */
    public static NewDelivery of(
            String workspace, UUID channelId, @Nullable String taskUid, Placement placement, Message message) {
        return new NewDelivery(
                UUID.randomUUID(),
                workspace,
                channelId,
                taskUid,
                null,
                placement,
                message,
                MessagePriority.ANSWER,
                null);
    }
}

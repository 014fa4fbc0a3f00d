package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.message.TemplateRenderer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to notify one channel of one event.
 *
 * @param event the event
 * @param channelId the channel, registered or not
 * @param type its kind; absent while it is not registered
 * @param wording the template of its message; absent for the default one
 * @param detour the undelivered message of another channel that it replaces
 * @param live whether the message is edited later: requested, and possible on its channel
 */
public record NotificationRequest(
        TaskEvent event,
        UUID channelId,
        @Nullable ChannelType type,
        @Nullable TemplateRenderer wording,
        @Nullable Detour detour,
        boolean live) {

    /** Whether it is about progress. */
    public boolean isProgress() {
        return event.type() == TaskEventType.PROGRESS;
    }

    /**
     * A message that another channel could not deliver.
     *
     * @param delivery the delivery that was given up
     * @param words a sentence about it for the reader
     */
    public record Detour(UUID delivery, String words) {}
}

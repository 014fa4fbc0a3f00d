package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.ProviderSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message whose lease this replica holds.
 *
 * @param workspace where it belongs
 * @param channelId the channel it goes to
 * @param channel the channel's name
 * @param type the channel's kind
 * @param lane the lane the channel is on
 * @param tenant whose channel it is
 * @param settings how to reach it
 * @param conversation the provider's name of the conversation it goes to
 * @param attempts how often it was tried before
 * @param triedSince when trying began
 * @param giveUpAfter how long it is tried
 * @param notification what to say
 * @param live of a message that is edited while its task moves on: what is sent; absent for others
 */
record ClaimedDelivery(
        String workspace,
        UUID channelId,
        ChannelKey channel,
        ChannelType type,
        String lane,
        String tenant,
        ProviderSettings settings,
        @Nullable String conversation,
        int attempts,
        Instant triedSince,
        Duration giveUpAfter,
        Notification notification,
        @Nullable Live live) {

    /**
     * What is sent of a live message.
     *
     * @param version counts what it was to say
     * @param reference the provider's name for it; absent until it was delivered once
     */
    record Live(int version, @Nullable String reference) {}

    /** Whether it changes a message that people have already. */
    boolean isEdit() {
        return live != null && live.reference() != null;
    }

    /** Whether nothing follows it: it tells of the task's end. */
    boolean isLastOfItsTask() {
        TaskEvent event = notification.event();
        return event != null && event.type() == TaskEventType.FINISHED;
    }

    UUID id() {
        return notification.deliveryId();
    }
}

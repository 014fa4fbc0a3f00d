package dev.taskping.relay.notify;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.relay.channel.ChannelType;
import dev.taskping.relay.channel.Notification;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that this replica holds the lease of. */
record ClaimedDelivery(
        String workspace,
        UUID channelId,
        ChannelKey channel,
        ChannelType type,
        ChannelSettings settings,
        @Nullable String conversation,
        int attempts,
        Notification notification) {

    UUID id() {
        return notification.deliveryId();
    }
}

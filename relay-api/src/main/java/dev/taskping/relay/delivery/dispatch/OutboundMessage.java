package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.Notification;
import java.util.List;
import java.util.UUID;

/**
 * What one request to a provider carries: one delivery, or several to the same channel that are told together.
 *
 * @param notification what is said
 * @param deliveries all that is done with it, at least one
 */
record OutboundMessage(Notification notification, List<ClaimedDelivery> deliveries) {

    static OutboundMessage of(ClaimedDelivery delivery) {
        return new OutboundMessage(delivery.notification(), List.of(delivery));
    }

    /** Whichever stands for all where channel, lane and settings are meant: they share them. */
    ClaimedDelivery first() {
        return deliveries.getFirst();
    }

    List<UUID> ids() {
        return deliveries.stream().map(ClaimedDelivery::id).toList();
    }
}

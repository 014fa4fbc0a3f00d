package dev.taskping.relay.dispatch;

import dev.taskping.relay.channel.Notification;
import java.util.List;
import java.util.UUID;

/**
 * What one request to a provider carries: one delivery, or several to the same channel that are told together.
 *
 * @param notification what is said
 * @param deliveries all that is done with it, at least one
 */
record Parcel(Notification notification, List<ClaimedDelivery> deliveries) {

    static Parcel of(ClaimedDelivery delivery) {
        return new Parcel(delivery.notification(), List.of(delivery));
    }

    /** Whichever stands for all where channel, lane and settings are meant: they share them. */
    ClaimedDelivery first() {
        return deliveries.getFirst();
    }

    List<UUID> ids() {
        return deliveries.stream().map(ClaimedDelivery::id).toList();
    }
}

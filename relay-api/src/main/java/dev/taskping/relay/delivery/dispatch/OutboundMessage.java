package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.RecipientProgress;
import dev.taskping.relay.delivery.lane.LanePlan.Planned;
import dev.taskping.relay.message.DigestComposer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What one request to a provider carries: one delivery, or several to the same channel as a digest.
 *
 * @param notification the message to send
 * @param deliveries the deliveries that it completes, at least one
 */
record OutboundMessage(Notification notification, List<ClaimedDelivery> deliveries) {

    static OutboundMessage of(ClaimedDelivery delivery) {
        return new OutboundMessage(delivery.notification(), List.of(delivery));
    }

    /**
     * The message that was planned for a lane; empty if none of its deliveries was claimed.
     *
     * @param id of the message, if it tells of several deliveries
     * @param claimed the planned deliveries by id
     */
    static Optional<OutboundMessage> of(UUID id, Planned planned, Map<UUID, ClaimedDelivery> claimed) {
        List<ClaimedDelivery> shown = all(planned.shown(), claimed);
        List<ClaimedDelivery> carried = all(planned.carried(), claimed);
        return switch (shown.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new OutboundMessage(shown.getFirst().notification(), carried));
            default -> Optional.of(new OutboundMessage(digest(id, shown, carried), carried));
        };
    }

    private static Notification digest(UUID id, List<ClaimedDelivery> shown, List<ClaimedDelivery> carried) {
        Instant oldest = carried.stream()
                .map(delivery -> delivery.notification().createdAt())
                .min(Instant::compareTo)
                .orElseThrow();
        return new Notification(
                id,
                oldest,
                DigestComposer.compose(
                        shown.stream().map(ClaimedDelivery::notification).toList()),
                null,
                null,
                new Placement.Fresh(),
                shown.getFirst().notification().hook(),
                new RecipientProgress());
    }

    private static List<ClaimedDelivery> all(List<UUID> ids, Map<UUID, ClaimedDelivery> claimed) {
        return ids.stream().map(claimed::get).filter(Objects::nonNull).toList();
    }

    /** One of them, for the channel, lane and settings, which all of them share. */
    ClaimedDelivery first() {
        return deliveries.getFirst();
    }

    List<UUID> ids() {
        return deliveries.stream().map(ClaimedDelivery::id).toList();
    }
}

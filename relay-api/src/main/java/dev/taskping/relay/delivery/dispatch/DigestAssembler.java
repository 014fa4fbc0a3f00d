package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.dispatch.LanePlan.Planned;
import dev.taskping.relay.message.DigestComposer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Makes one message of what is told together. Pure. */
final class DigestAssembler {

    private DigestAssembler() {}

    /**
     * The message that was planned.
     *
     * @param id of the message, if it tells of several deliveries
     * @param claimed the planned deliveries by id
     */
    static OutboundMessage parcel(UUID id, Planned planned, Map<UUID, ClaimedDelivery> claimed) {
        List<ClaimedDelivery> shown = all(planned.shown(), claimed);
        List<ClaimedDelivery> carried = all(planned.carried(), claimed);
        if (shown.size() == 1) {
            return new OutboundMessage(shown.getFirst().notification(), carried);
        }
        Instant oldest = carried.stream()
                .map(delivery -> delivery.notification().createdAt())
                .min(Instant::compareTo)
                .orElseThrow();
        Notification digest = new Notification(
                id,
                oldest,
                DigestComposer.compose(
                        shown.stream().map(ClaimedDelivery::notification).toList()),
                null,
                null,
                new Placement.Fresh());
        return new OutboundMessage(digest, carried);
    }

    private static List<ClaimedDelivery> all(List<UUID> ids, Map<UUID, ClaimedDelivery> claimed) {
        return ids.stream().map(claimed::get).filter(Objects::nonNull).toList();
    }
}

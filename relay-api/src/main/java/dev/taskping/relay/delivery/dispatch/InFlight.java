package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.ChannelType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What this replica has in hand: requests on their way, by kind of provider and by lane, and deliveries whose result is not
 * written down yet. A kind has room of its own, so that a provider that hangs takes none from the others. Thread safe.
 */
final class InFlight {

    private final List<ChannelType> types;
    private final int limit;
    private final Map<ChannelType, Integer> kinds = new HashMap<>();
    private final Map<String, Integer> lanes = new HashMap<>();
    private final Set<UUID> deliveries = new HashSet<>();

    /**
     * Nothing.
     *
     * @param types every kind there is
     * @param limit requests of one kind on their way at once
     */
    InFlight(List<ChannelType> types, int limit) {
        this.types = types;
        this.limit = limit;
    }

    synchronized void sent(OutboundMessage outboundMessage) {
        kinds.merge(outboundMessage.first().type(), 1, Integer::sum);
        lanes.merge(outboundMessage.first().lane(), 1, Integer::sum);
        deliveries.addAll(outboundMessage.ids());
    }

    /** Notes that a request is over; answers whether others may have waited for its place. */
    synchronized boolean answered(OutboundMessage outboundMessage) {
        ChannelType kind = outboundMessage.first().type();
        String lane = outboundMessage.first().lane();
        boolean full = kinds.getOrDefault(kind, 0) >= limit || lanes.getOrDefault(lane, 0) >= kind.concurrency();
        kinds.merge(kind, -1, Integer::sum);
        lanes.computeIfPresent(lane, (same, requests) -> requests == 1 ? null : requests - 1);
        return full;
    }

    synchronized void written(Collection<UUID> ids) {
        deliveries.removeAll(ids);
    }

    /** Kinds of which more can be sent. */
    synchronized List<ChannelType> withRoom() {
        return types.stream()
                .filter(kind -> kinds.getOrDefault(kind, 0) < limit)
                .toList();
    }

    /** Requests on their way, by lane. */
    synchronized Map<String, Integer> lanes() {
        return Map.copyOf(lanes);
    }

    /** Deliveries whose lease has to be kept. */
    synchronized List<UUID> deliveries() {
        return List.copyOf(deliveries);
    }

    /** Whether a good part of what can be on its way is. */
    synchronized boolean isBusy() {
        return deliveries.size() >= limit / 4;
    }

    synchronized boolean isEmpty() {
        return deliveries.isEmpty();
    }
}

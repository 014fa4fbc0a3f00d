package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.ChannelType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * What this replica is sending: requests that are not answered, by kind of provider, tenant and lane, and deliveries whose result
 * is not recorded yet. A provider that hangs takes no room from others:
 *
 * <ul>
 *   <li>each kind of provider has room of its own;
 *   <li>a request that is still not answered after {@link #SLOW} leaves that room, up to a limit for memory's sake;
 *   <li>one tenant has at most half of the room of a kind, slow requests included, and while nobody else sends, all but an eighth:
 *       whoever comes then begins at once.
 * </ul>
 *
 * Thread safe.
 */
final class InFlight {

    /** Providers answer in a fraction of this. */
    static final Duration SLOW = Duration.ofSeconds(2);

    /** Requests on their way at once, slow ones included, in multiples of the room of a kind. */
    private static final int WITH_SLOW = 4;

    /** The part of the room that a tenant leaves to others who are not there. */
    private static final int KEPT_FREE = 8;

    /** A tenant's part in the room of one kind of provider. */
    record Share(ChannelType type, String tenant) {

        static Share of(OutboundMessage message) {
            return new Share(message.first().type(), message.first().tenant());
        }
    }

    private final List<ChannelType> types;
    private final int limit;
    private final LongSupplier nanoTime;
    private final Map<OutboundMessage, Long> requests = new IdentityHashMap<>();
    private final Map<String, Integer> lanes = new HashMap<>();
    private final Map<Share, Integer> shares = new HashMap<>();
    private final Set<UUID> deliveries = new HashSet<>();

    /**
     * Nothing.
     *
     * @param types every kind there is
     * @param limit requests of one kind on their way at once that are not slow yet
     * @param nanoTime a clock that only moves forward, in nanoseconds
     */
    InFlight(List<ChannelType> types, int limit, LongSupplier nanoTime) {
        this.types = types;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    synchronized void sent(OutboundMessage message) {
        requests.put(message, nanoTime.getAsLong());
        lanes.merge(message.first().lane(), 1, Integer::sum);
        shares.merge(Share.of(message), 1, Integer::sum);
        deliveries.addAll(message.ids());
    }

    /** Notes that a request is over; answers whether others may have waited for its place. */
    synchronized boolean answered(OutboundMessage message) {
        ChannelType kind = message.first().type();
        Share share = Share.of(message);
        String lane = message.first().lane();
        boolean full = !hasRoom(kind)
                || shares.getOrDefault(share, 0) >= share()
                || lanes.getOrDefault(lane, 0) >= kind.concurrency();
        requests.remove(message);
        lanes.computeIfPresent(lane, (same, held) -> held == 1 ? null : held - 1);
        shares.computeIfPresent(share, (same, held) -> held == 1 ? null : held - 1);
        return full;
    }

    synchronized void written(Collection<UUID> ids) {
        deliveries.removeAll(ids);
    }

    /** Kinds of which more can be sent. */
    synchronized List<ChannelType> withRoom() {
        return types.stream().filter(this::hasRoom).toList();
    }

    private boolean hasRoom(ChannelType kind) {
        long now = nanoTime.getAsLong();
        int all = 0;
        int fresh = 0;
        for (Map.Entry<OutboundMessage, Long> request : requests.entrySet()) {
            if (request.getKey().first().type().equals(kind)) {
                all++;
                fresh += now - request.getValue() < SLOW.toNanos() ? 1 : 0;
            }
        }
        return fresh < limit && all < WITH_SLOW * limit;
    }

    /** Requests of one kind that one tenant may have on their way at once. */
    synchronized int share() {
        boolean isAlone = shares.keySet().stream().map(Share::tenant).distinct().count() <= 1;
        return Math.max(1, isAlone ? limit - Math.max(1, limit / KEPT_FREE) : limit / 2);
    }

    /** Requests on their way, by tenant and kind. */
    synchronized Map<Share, Integer> shares() {
        return Map.copyOf(shares);
    }

    /** Requests on their way, by lane. */
    synchronized Map<String, Integer> lanes() {
        return Map.copyOf(lanes);
    }

    /** Deliveries whose lease has to be kept. */
    synchronized List<UUID> deliveries() {
        return new ArrayList<>(deliveries);
    }

    /** Whether a good part of what can be on its way is. */
    synchronized boolean isBusy() {
        return deliveries.size() >= limit / 4;
    }

    synchronized boolean isEmpty() {
        return deliveries.isEmpty();
    }
}

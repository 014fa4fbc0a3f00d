package dev.taskping.relay.notify;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many messages this replica has in hand, of each channel and in all. */
final class Lanes {

    private final int limit;
    private final AtomicInteger inHand = new AtomicInteger();
    private final Map<UUID, Integer> channels = new ConcurrentHashMap<>();

    Lanes(int limit) {
        this.limit = limit;
    }

    void enter(UUID channel) {
        channels.merge(channel, 1, Integer::sum);
        inHand.incrementAndGet();
    }

    void leave(UUID channel) {
        channels.computeIfPresent(channel, (id, messages) -> messages == 1 ? null : messages - 1);
        inHand.decrementAndGet();
    }

    int free() {
        return limit - inHand.get();
    }

    boolean isEmpty() {
        return inHand.get() == 0;
    }

    Map<UUID, Integer> busy() {
        return Map.copyOf(channels);
    }
}

package dev.taskping.relay.security;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The request bodies that have not arrived whole yet. If there are too many, of one address or altogether, or if they take too
 * much memory, the oldest gives way to the newest: what is sent at once always gets through, and who dawdles pays.
 *
 * @param <B> a body
 */
final class PendingBodies<B extends PendingBodies.Body> {

    /** A body. */
    interface Body {

        /** The network address that sends it. */
        String address();

        /** Stops receiving it. Called by the thread that needs its room. */
        void giveUp();
    }

    /**
     * What they may take.
     *
     * @param bodies altogether
     * @param bodiesOfOneAddress of one address
     * @param bytes received so far, altogether
     */
    record Limits(int bodies, int bodiesOfOneAddress, long bytes) {}

    private final Limits limits;
    private final Map<B, Integer> sizes = new LinkedHashMap<>();
    private final Map<String, Set<B>> byAddress = new HashMap<>();
    private long bytes;

    PendingBodies(Limits limits) {
        this.limits = limits;
    }

    /** Adds a body of which nothing has arrived. */
    synchronized void add(B body) {
        Set<B> neighbours = byAddress.computeIfAbsent(body.address(), address -> new LinkedHashSet<>());
        if (neighbours.size() >= limits.bodiesOfOneAddress()) {
            giveUp(neighbours.iterator().next());
        } else if (sizes.size() >= limits.bodies()) {
            giveUp(sizes.keySet().iterator().next());
        }
        sizes.put(body, 0);
        byAddress
                .computeIfAbsent(body.address(), address -> new LinkedHashSet<>())
                .add(body);
    }

    /** More of a body has arrived. The body itself is given up if it alone is too large. */
    synchronized void received(B body, int more) {
        if (!sizes.containsKey(body)) {
            return;
        }
        sizes.merge(body, more, Integer::sum);
        bytes += more;
        while (bytes > limits.bytes()) {
            giveUp(sizes.keySet().iterator().next());
        }
    }

    /** A body is complete or given up. */
    synchronized void remove(B body) {
        Integer size = sizes.remove(body);
        if (size != null) {
            bytes -= size;
            Set<B> neighbours = Objects.requireNonNull(byAddress.get(body.address()));
            neighbours.remove(body);
            if (neighbours.isEmpty()) {
                byAddress.remove(body.address());
            }
        }
    }

    private void giveUp(B body) {
        remove(body);
        body.giveUp();
    }
}

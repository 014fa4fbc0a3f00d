package dev.taskping.relay.tunnel;

import dev.taskping.protocol.tunnel.TunnelVersion;
import dev.taskping.relay.security.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tunnels that end at this replica. */
@ApplicationScoped
public class TunnelRegistry {

    /**
     * One tunnel.
     *
     * @param cluster the cluster that opened it
     * @param connection the WebSocket
     * @param openedAt when it was opened
     * @param version the protocol version that both ends speak
     */
    record Tunnel(Caller.Cluster cluster, WebSocketConnection connection, Instant openedAt, TunnelVersion version) {}

    private final Clock clock;
    private final Map<String, Tunnel> byConnection = new ConcurrentHashMap<>();
    private final Map<String, Instant> heardOf = new ConcurrentHashMap<>();

    TunnelRegistry(Clock clock, MeterRegistry metrics) {
        this.clock = clock;
        metrics.gaugeMapSize("taskping.tunnels", List.of(), byConnection);
    }

    Tunnel open(Caller.Cluster cluster, WebSocketConnection connection) {
        Tunnel tunnel = new Tunnel(cluster, connection, clock.instant(), TunnelVersion.of(connection.subprotocol()));
        byConnection.put(connection.id(), tunnel);
        heardOf.put(connection.id(), clock.instant());
        return tunnel;
    }

    Optional<Tunnel> close(WebSocketConnection connection) {
        heardOf.remove(connection.id());
        return Optional.ofNullable(byConnection.remove(connection.id()));
    }

    Optional<Tunnel> of(WebSocketConnection connection) {
        return Optional.ofNullable(byConnection.get(connection.id()));
    }

    void heard(WebSocketConnection connection) {
        heardOf.computeIfPresent(connection.id(), (id, before) -> clock.instant());
    }

    /** The tunnel a cluster opened last: an operator that reconnects may leave a dead one behind for a while. */
    Optional<Tunnel> newest(String cluster) {
        return byConnection.values().stream()
                .filter(tunnel -> tunnel.cluster.id().equals(cluster) && tunnel.connection.isOpen())
                .max(Comparator.comparing(Tunnel::openedAt));
    }

    Collection<Tunnel> all() {
        return List.copyOf(byConnection.values());
    }

    /** Tunnels that have been silent since then. */
    List<Tunnel> silentSince(Instant instant) {
        return byConnection.values().stream()
                .filter(tunnel -> heardOf.getOrDefault(tunnel.connection.id(), Instant.MAX)
                        .isBefore(instant))
                .toList();
    }
}

package dev.taskping.relay.tunnel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.security.Authenticator;
import dev.taskping.relay.security.Caller;
import dev.taskping.relay.security.ClusterKeyStore;
import dev.taskping.relay.security.ClusterStore;
import dev.taskping.relay.tunnel.TunnelRegistry.Tunnel;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@code GET /v1/tunnel}: one WebSocket a cluster, dialled by its operator; frames are {@link TunnelFrame} in JSON. */
@WebSocket(path = "/v1/tunnel")
public class TunnelEndpoint {

    private static final Logger LOG = Logger.getLogger(TunnelEndpoint.class);
    private static final int POLICY_VIOLATION = 1008; // RFC 6455, section 7.4.1
    private static final int GOING_AWAY = 1001;

    private final Authenticator authenticator;
    private final ClusterStore clusters;
    private final ClusterKeyStore keys;
    private final TunnelRegistry tunnels;
    private final TunnelCommandSender sender;
    private final CommandResultHandler results;
    private final RelayConfiguration.Commands configuration;
    private final Clock clock;
    private final ObjectMapper json = ProtocolJson.mapper();

    TunnelEndpoint(
            Authenticator authenticator,
            ClusterStore clusters,
            ClusterKeyStore keys,
            TunnelRegistry tunnels,
            TunnelCommandSender sender,
            CommandResultHandler results,
            RelayConfiguration configuration,
            Clock clock) {
        this.authenticator = authenticator;
        this.clusters = clusters;
        this.keys = keys;
        this.tunnels = tunnels;
        this.sender = sender;
        this.results = results;
        this.configuration = configuration.commands();
        this.clock = clock;
    }

    @OnOpen
    @RunOnVirtualThread
    void open(WebSocketConnection connection) {
        Caller caller = authenticator.authenticate(
                Optional.ofNullable(connection.handshakeRequest().header("Authorization")));
        switch (caller) {
            case Caller.Cluster cluster -> {
                Tunnel tunnel = tunnels.open(cluster, connection);
                clusters.seen(cluster);
                LOG.infof(
                        "Cluster %s opened a tunnel (%s)",
                        cluster.id(), tunnel.version().subprotocol());
                sender.sendUnfinished(tunnel);
            }
            case Caller.Token token ->
                connection.closeAndAwait(new CloseReason(POLICY_VIOLATION, "Tunnels are for clusters"));
        }
    }

    @OnTextMessage
    @RunOnVirtualThread
    void receive(String text, WebSocketConnection connection) {
        tunnels.heard(connection);
        Optional<Tunnel> tunnel = tunnels.of(connection);
        if (tunnel.isEmpty()) {
            return;
        }
        try {
            switch (json.readValue(text, TunnelFrame.class)) {
                case CommandResult result
                when isComplete(result) -> {
                    results.handle(tunnel.get().cluster(), tunnel.get().version(), result);
                    sender.sendMore(tunnel.get());
                }
                case null, default ->
                    LOG.warnf(
                            "Cluster %s sent a frame that is not a result; clusters send only results",
                            tunnel.get().cluster().id());
            }
        } catch (JsonProcessingException e) {
            LOG.warnf(
                    "Cluster %s sent a malformed frame: %s",
                    tunnel.get().cluster().id(), e.getOriginalMessage());
        }
    }

    /** JSON may lack fields that each result must have. */
    @SuppressWarnings("ConstantValue")
    private static boolean isComplete(CommandResult result) {
        return result.commandId() != null && result.status() != null && result.message() != null;
    }

    @OnPongMessage
    void pong(Buffer data, WebSocketConnection connection) {
        tunnels.heard(connection);
    }

    @OnError
    void failed(Throwable failure, WebSocketConnection connection) {
        LOG.warnf("Tunnel %s failed: %s", connection.id(), failure.getMessage());
    }

    @OnClose
    void close(WebSocketConnection connection) {
        tunnels.close(connection)
                .ifPresent(tunnel -> LOG.infof(
                        "Cluster %s closed its tunnel", tunnel.cluster().id()));
    }

    /** Closes tunnels that were opened with a key that is not valid any more. */
    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void dropRevoked() {
        try {
            for (Tunnel tunnel : tunnels.all()) {
                if (!keys.isValid(tunnel.cluster())) {
                    LOG.infof(
                            "Closing a tunnel of cluster %s, whose key was revoked or has expired",
                            tunnel.cluster().id());
                    close(tunnel, new CloseReason(POLICY_VIOLATION, "The cluster's key is not valid any more"));
                }
            }
        } catch (RuntimeException e) {
            LOG.debugf("Could not check the keys of open tunnels: %s", e.getMessage());
        }
    }

    /** Closes tunnels whose peer answers no pings: the connection of a peer that vanished stays open for hours. */
    @Scheduled(every = "5s", delayed = "5s")
    void dropSilent() {
        Instant since = clock.instant().minus(configuration.tunnelTimeout());
        for (Tunnel tunnel : tunnels.silentSince(since)) {
            LOG.infof(
                    "Closing the tunnel of cluster %s, which answers no pings",
                    tunnel.cluster().id());
            close(tunnel, new CloseReason(GOING_AWAY, "No answer to pings"));
        }
    }

    private void close(Tunnel tunnel, CloseReason reason) {
        tunnels.close(tunnel.connection());
        tunnel.connection().close(reason).subscribe().with(done -> {}, failure -> {});
    }
}

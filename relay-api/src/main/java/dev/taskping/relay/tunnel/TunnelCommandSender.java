package dev.taskping.relay.tunnel;

import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.CommandResultHandler;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import dev.taskping.relay.platform.database.Json;
import dev.taskping.relay.tunnel.TunnelRegistry.Tunnel;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Sends commands through the tunnels that end at this replica. A command is sent again on each reconnect, and when it stays
 * unanswered, until its result is stored; the cluster makes one Launch of all copies. A cluster has only so many unanswered
 * commands at a time; the others wait in the database.
 */
@ApplicationScoped
class TunnelCommandSender {

    private static final Logger LOG = Logger.getLogger(TunnelCommandSender.class);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

    private final TunnelRegistry tunnels;
    private final CommandStore commands;
    private final CommandResultHandler results;
    private final DatabaseNotifications notifications;
    private final RelayConfiguration.Commands configuration;
    private final Jdbi jdbi;
    private final Clock clock;

    TunnelCommandSender(
            TunnelRegistry tunnels,
            CommandStore commands,
            CommandResultHandler results,
            DatabaseNotifications notifications,
            RelayConfiguration configuration,
            Jdbi jdbi,
            Clock clock) {
        this.tunnels = tunnels;
        this.commands = commands;
        this.results = results;
        this.notifications = notifications;
        this.configuration = configuration.commands();
        this.jdbi = jdbi;
        this.clock = clock;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        notifications.subscribe(
                Topic.COMMAND,
                cluster -> Thread.ofVirtual().name("command-delivery").start(() -> {
                    Stream<Tunnel> woken =
                            cluster.isEmpty() ? tunnels.all().stream() : tunnels.newest(cluster).stream();
                    woken.forEach(tunnel -> send(tunnel, Instant.EPOCH));
                }));
    }

    /** Sends all commands without a result: those that were sent before the tunnel opened, and those that were not sent yet. */
    void sendUnfinished(Tunnel tunnel) {
        send(tunnel, tunnel.openedAt());
    }

    /** Sends unanswered commands again: their results may have been lost on this side. */
    @Scheduled(every = "10s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sendUnanswered() {
        Instant before = clock.instant().minus(configuration.resendAfter());
        tunnels.all().forEach(tunnel -> send(tunnel, before));
    }

    /** Sends commands that have waited for others to be answered. */
    void sendMore(Tunnel tunnel) {
        send(tunnel, Instant.EPOCH);
    }

    private void send(Tunnel tunnel, Instant sentBefore) {
        try {
            List<Command> unfinished = jdbi.withHandle(handle -> commands.findUnfinished(
                    handle, tunnel.cluster().workspace(), tunnel.cluster().id(), configuration.window(), sentBefore));
            boolean refused = false;
            for (Command command : unfinished) {
                refused |= !send(tunnel, command, sentBefore);
            }
            if (refused) {
                sendMore(tunnel);
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Could not send commands to cluster %s; they are sent again when it reconnects: %s",
                    tunnel.cluster().id(), e.getMessage());
        }
    }

    /** False if the operator is too old for the command, which is then rejected. */
    private boolean send(Tunnel tunnel, Command command, Instant sentBefore) {
        TunnelFrame.FromRelay frame = command.frame(clock.instant());
        Optional<String> refusal = tunnel.version().refusal(frame);
        if (refusal.isPresent()) {
            results.handle(
                    tunnel.cluster(),
                    tunnel.version(),
                    new CommandResult(
                            frame.commandId(),
                            Status.REJECTED,
                            "OperatorTooOld",
                            refusal.get(),
                            frame.namespace(),
                            null,
                            null));
            return false;
        }
        // Marked first: a result that arrives at once must find it; a command that gets lost is sent again.
        if (!jdbi.withHandle(handle -> commands.markSent(handle, command.workspace(), command.id(), sentBefore))) {
            return true;
        }
        tunnel.connection()
                .sendText(Json.write(tunnel.version().adapted(frame)))
                .await()
                .atMost(WRITE_TIMEOUT);
        return true;
    }
}

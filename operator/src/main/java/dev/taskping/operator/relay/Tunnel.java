package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket that the leader dials to the relay, and dials again for as long as it leads. Results that find no open
 * connection are not kept: the relay sends its command again on the next connection, and is answered then.
 */
@ApplicationScoped
public class Tunnel {

    private static final Logger LOG = Logger.getLogger(Tunnel.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final RelayHttp http;
    private final ClusterToken token;
    private final CommandHandler commands;
    private final Event<TunnelOpened> opened;
    private final AtomicReference<@Nullable TunnelConnection> connection = new AtomicReference<>();
    private volatile @Nullable Thread dialler;

    Tunnel(
            RelayHttp http,
            ClusterToken token,
            CommandHandler commands,
            Event<TunnelOpened> opened,
            MeterRegistry meters) {
        this.http = http;
        this.token = token;
        this.commands = commands;
        this.opened = opened;
        meters.gauge("taskping.tunnel.open", connection, current -> current.get() == null ? 0 : 1);
    }

    void start(@Observes LeadershipGained gained) {
        dialler = Thread.ofVirtual().name("tunnel").start(this::dialForever);
    }

    @PreDestroy
    void stop() {
        Thread running = dialler;
        if (running != null) {
            running.interrupt();
        }
        TunnelConnection current = connection.getAndSet(null);
        if (current != null) {
            current.close();
        }
    }

    /** Tells the relay what became of a command, if the tunnel stands; otherwise the relay will ask again. */
    public void send(CommandResult result) {
        TunnelConnection current = connection.get();
        if (current != null) {
            current.send(write(result));
        }
    }

    private void dialForever() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    TunnelConnection current = dial();
                    failures = 0;
                    connection.set(current);
                    LOG.infof("The tunnel to %s stands", address());
                    Thread.ofVirtual().start(() -> opened.fire(new TunnelOpened()));
                    String reason = current.untilClosed();
                    connection.set(null);
                    LOG.infof("The tunnel to %s ended: %s", address(), reason);
                } catch (ExecutionException | TimeoutException e) {
                    if (failures % 30 == 0) {
                        LOG.warnf("No tunnel to %s: %s", address(), e.getCause() == null ? "no answer" : e.getCause());
                    }
                }
                failures++;
                Thread.sleep(BACKOFF.after(failures).toMillis());
            }
        } catch (InterruptedException e) {
            LOG.debug("The tunnel is given up");
        }
    }

    private TunnelConnection dial() throws InterruptedException, ExecutionException, TimeoutException {
        TunnelConnection dialled = new TunnelConnection(this::receive);
        http.client()
                .newWebSocketBuilder()
                .header("Authorization", token.authorization())
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(address(), dialled)
                .get(CONNECT_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
        return dialled;
    }

    private URI address() {
        return URI.create(http.resolve("v1/tunnel").toString().replaceFirst("^http", "ws"));
    }

    /** Called by the connection's reader, which must not wait: each command has a thread of its own. */
    private void receive(String text) {
        TunnelFrame frame;
        try {
            frame = http.json().readValue(text, TunnelFrame.class);
        } catch (IOException e) {
            LOG.warnf("A frame from the relay cannot be understood and is ignored: %s", e.getMessage());
            return;
        }
        switch (frame) {
            case LaunchCommand command -> {
                Thread thread = Thread.ofVirtual().name("command").unstarted(() -> carryOut(command));
                // The HTTP client's threads know the JDK's classes only; beans that are made on first use need ours.
                thread.setContextClassLoader(Tunnel.class.getClassLoader());
                thread.start();
            }
            case TunnelFrame.TaskCommand command ->
                send(new CommandResult(
                        command.commandId(),
                        CommandResult.Status.REJECTED,
                        "NotSupported",
                        "This operator cannot " + command.action().name().toLowerCase(Locale.ROOT) + " tasks",
                        null,
                        null));
            case CommandResult result ->
                LOG.warnf("The relay sent a result (%s), which only we do", result.commandId());
        }
    }

    private void carryOut(LaunchCommand command) {
        try {
            commands.handle(command).ifPresent(this::send);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Command %s could not be carried out; the relay sends it again", command.commandId());
        }
    }

    private String write(CommandResult result) {
        try {
            return http.json().writerFor(TunnelFrame.class).writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the result of command " + result.commandId(), e);
        }
    }
}

package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelVersion;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
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
    /** A connection that stood for less counts as a failure: whoever accepts and closes at once is not dialled at once. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private static final int AT_ONCE = 16;
    private static final int MOST_WAITING = 1_000;
    /** In characters. The relay takes frames up to 64 KiB; an API server's refusal of a Job may be longer. */
    private static final int LONGEST_MESSAGE = 4_000;

    private final RelayHttp http;
    private final ClusterToken token;
    private final CommandDesk desk;
    private final FrameReader frames;
    private final Duration pingInterval;
    private final Event<TunnelOpened> opened;
    private final AtomicReference<@Nullable TunnelConnection> connection = new AtomicReference<>();
    private volatile @Nullable Thread dialler;

    Tunnel(
            RelayHttp http,
            ClusterToken token,
            CommandHandler launches,
            TaskCommandHandler tasks,
            OperatorConfiguration configuration,
            Event<TunnelOpened> opened,
            MeterRegistry meters) {
        this.http = http;
        this.token = token;
        this.desk = new CommandDesk(launches, tasks, this::send, AT_ONCE, MOST_WAITING);
        this.frames = new FrameReader(http.json());
        this.pingInterval = configuration.relay().pingInterval();
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

    /** Whether what is sent now has a way to the relay. */
    public boolean isOpen() {
        return connection.get() != null;
    }

    /** Tells the relay what became of a command, if the tunnel stands; otherwise the relay will ask again. */
    public void send(CommandResult result) {
        TunnelConnection current = connection.get();
        if (current != null) {
            current.send(write(current.version().adapted(shortened(result))));
        }
    }

    private void dialForever() {
        int failures = 0;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    TunnelConnection current = dial();
                    long since = System.nanoTime();
                    connection.set(current);
                    LOG.infof(
                            "The tunnel to %s stands (%s)",
                            address(), current.version().subprotocol());
                    Thread.ofVirtual().start(() -> opened.fire(new TunnelOpened()));
                    String reason = current.untilClosed();
                    connection.set(null);
                    LOG.infof("The tunnel to %s ended: %s", address(), reason);
                    failures = System.nanoTime() - since > STEADY.toNanos() ? 0 : failures;
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
        TunnelConnection dialled = new TunnelConnection(this::receive, pingInterval);
        http.client()
                .newWebSocketBuilder()
                .header("Authorization", token.authorization())
                .subprotocols(
                        TunnelVersion.offered().getFirst(),
                        TunnelVersion.offered().stream().skip(1).toArray(String[]::new))
                .connectTimeout(CONNECT_TIMEOUT)
                .buildAsync(address(), dialled)
                .get(CONNECT_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
        return dialled;
    }

    private URI address() {
        return URI.create(http.resolve("v1/tunnel").toString().replaceFirst("^http", "ws"));
    }

    /** Called by the connection's reader, which must not wait. */
    private void receive(String text) {
        switch (frames.read(text)) {
            case FrameReader.Received.Command(FromRelay command) -> desk.take(command);
            case FrameReader.Received.Unknown(CommandResult answer) -> {
                LOG.warnf("Command %s is not understood: is the relay newer than we are?", answer.commandId());
                send(answer);
            }
            case FrameReader.Received.Ignored(String why) ->
                LOG.warnf("A frame from the relay is passed over: %s", why);
        }
    }

    private static CommandResult shortened(CommandResult result) {
        String message = result.message();
        return message.length() <= LONGEST_MESSAGE
                ? result
                : new CommandResult(
                        result.commandId(),
                        result.status(),
                        result.reason(),
                        message.substring(0, LONGEST_MESSAGE) + "…",
                        result.launch(),
                        result.job());
    }

    private String write(CommandResult result) {
        try {
            return http.json().writerFor(TunnelFrame.class).writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write the result of command " + result.commandId(), e);
        }
    }
}

package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.protocol.tunnel.TunnelFrame;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.FromRelay;
import dev.taskping.protocol.tunnel.TunnelVersion;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket that the leader opens to the relay: commands arrive through it, and results return. It drops results while no
 * connection is open: the relay sends the command again on the next connection, and gets the result then.
 */
@ApplicationScoped
public class Tunnel {

    private static final Logger LOG = Logger.getLogger(Tunnel.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** A connection that was open for less counts as a failure, so that a peer that accepts and closes is not redialled at once. */
    private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

    /** In characters. The relay accepts frames up to 64 KiB; an API server's refusal of a Job may be longer. */
    private static final int LONGEST_MESSAGE = 4_000;

    private final RelayHttpClient http;
    private final ClusterToken token;
    private final FrameDecoder decoder;
    private final Duration pingInterval;
    private final Event<TunnelOpened> opened;
    private final AtomicReference<@Nullable TunnelConnection> connection = new AtomicReference<>();

    Tunnel(
            RelayHttpClient http,
            ClusterToken token,
            OperatorConfiguration configuration,
            Event<TunnelOpened> opened,
            MeterRegistry meters) {
        this.http = http;
        this.token = token;
        this.decoder = new FrameDecoder(http.json());
        this.pingInterval = configuration.relay().pingInterval();
        this.opened = opened;
        meters.gauge("taskping.tunnel.open", connection, current -> current.get() == null ? 0 : 1);
    }

    /** Whether the tunnel is open, so that a result that is sent now reaches the relay. */
    public boolean isOpen() {
        return connection.get() != null;
    }

    /** Sends the result of a command; drops it if the tunnel is not open. */
    public void send(CommandResult result) {
        TunnelConnection current = connection.get();
        if (current != null) {
            current.send(write(current.version().adapted(shortened(result))));
        }
    }

    /**
     * Opens the tunnel and passes on every command until the connection closes.
     *
     * @param commands takes each command; must return at once
     * @throws RelayException if the tunnel cannot be opened, or closes soon after it was opened
     */
    public void serve(Consumer<FromRelay> commands) throws InterruptedException {
        TunnelConnection current = open(commands);
        long since = System.nanoTime();
        connection.set(current);
        LOG.infof("Opened the tunnel to %s (%s)", address(), current.version().subprotocol());
        Thread.ofVirtual().start(() -> opened.fire(new TunnelOpened()));
        String reason;
        try {
            reason = current.untilClosed();
        } finally {
            connection.set(null);
        }
        if (System.nanoTime() - since <= STABLE_AFTER.toNanos()) {
            throw unavailable("The tunnel to " + address() + " closed soon after it was opened: " + reason, null);
        }
        LOG.infof("The tunnel to %s closed: %s", address(), reason);
    }

    private TunnelConnection open(Consumer<FromRelay> commands) throws InterruptedException {
        TunnelConnection dialled = new TunnelConnection(frame -> receive(frame, commands), pingInterval);
        try {
            http.client()
                    .newWebSocketBuilder()
                    .header("Authorization", token.authorization())
                    .subprotocols(
                            TunnelVersion.offered().getFirst(),
                            TunnelVersion.offered().stream().skip(1).toArray(String[]::new))
                    .connectTimeout(CONNECT_TIMEOUT)
                    .buildAsync(address(), dialled)
                    .get(CONNECT_TIMEOUT.toSeconds() + 1, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw unavailable("Cannot open the tunnel to " + address() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw unavailable("Cannot open the tunnel to " + address() + ": no answer", e);
        }
        return dialled;
    }

    private static RelayException unavailable(String message, @Nullable Exception cause) {
        return new RelayException(RelayException.Kind.UNAVAILABLE, message, null, cause);
    }

    private URI address() {
        return URI.create(http.resolve("v1/tunnel").toString().replaceFirst("^http", "ws"));
    }

    /** The connection's reader calls this, which must return at once. */
    private void receive(String frame, Consumer<FromRelay> commands) {
        switch (decoder.decode(frame)) {
            case FrameDecoder.Decoded.Command(FromRelay command) -> commands.accept(command);
            case FrameDecoder.Decoded.UnknownCommand(CommandResult answer) -> {
                LOG.warnf(
                        "Refused command %s, because this operator does not know its kind; is the relay newer?",
                        answer.commandId());
                send(answer);
            }
            case FrameDecoder.Decoded.Ignored(String why) -> LOG.warnf("Ignored a frame from the relay: %s", why);
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
                        result.namespace(),
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

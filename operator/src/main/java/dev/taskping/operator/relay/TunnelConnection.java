package dev.taskping.operator.relay;

import dev.taskping.protocol.tunnel.TunnelVersion;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One connection of the tunnel: assembles frames, sends pings, and notices when the relay no longer answers. */
final class TunnelConnection implements WebSocket.Listener {

    private static final Logger LOG = Logger.getLogger(TunnelConnection.class);
    /** After so many unanswered pings the relay, or a proxy in between, counts as gone. */
    private static final int UNANSWERED_PINGS = 3;

    /** In characters. The relay's frames are below 64 KiB. */
    private static final int LONGEST_FRAME = 256 * 1024;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<String> receiver;
    private final Duration pingInterval;
    private final StringBuilder partial = new StringBuilder();
    private boolean isTooLong;
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private volatile long lastHeard = System.nanoTime();
    private volatile @Nullable WebSocket socket;
    private CompletableFuture<WebSocket> lastSent = new CompletableFuture<>();

    /**
     * A connection that is not open yet.
     *
     * @param receiver takes each frame; must return at once
     * @param pingInterval how often to ping: more often than proxies cut idle connections
     */
    TunnelConnection(Consumer<String> receiver, Duration pingInterval) {
        this.receiver = receiver;
        this.pingInterval = pingInterval;
    }

    /** The version of the tunnel that both ends agreed on when the connection was opened. */
    TunnelVersion version() {
        WebSocket open = socket;
        return TunnelVersion.of(open == null ? null : open.getSubprotocol());
    }

    /** Sends a frame after those that were sent before; a WebSocket accepts one message at a time. */
    synchronized void send(String text) {
        enqueue(open -> open.sendText(text, true));
    }

    private synchronized void enqueue(java.util.function.Function<WebSocket, CompletableFuture<WebSocket>> message) {
        lastSent = lastSent.thenCompose(message);
        lastSent.exceptionally(failure -> {
            closed.complete("sending failed: " + failure.getMessage());
            return null;
        });
    }

    /**
     * Waits until the connection is closed, and pings meanwhile. Closes the connection if the thread is interrupted.
     *
     * @return why it was closed
     */
    String untilClosed() throws InterruptedException {
        try {
            String reason = awaitClosed();
            abort();
            return reason;
        } catch (InterruptedException e) {
            close();
            throw e;
        }
    }

    private String awaitClosed() throws InterruptedException {
        while (true) {
            try {
                return closed.get(pingInterval.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Duration limit = pingInterval.multipliedBy(UNANSWERED_PINGS);
                if (System.nanoTime() - lastHeard > limit.toNanos()) {
                    return "no sign of life for " + limit.toSeconds() + " s";
                }
                enqueue(open -> open.sendPing(ByteBuffer.allocate(0)));
            } catch (ExecutionException e) {
                throw new IllegalStateException("A reason is never an exception", e);
            }
        }
    }

    /** Closes the connection, with a close frame if the relay takes it within a second. */
    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "the operator stops")
                    .orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((sent, failure) -> {
                        closed.complete("closed by the operator");
                        open.abort();
                    });
        }
    }

    private void abort() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        socket = webSocket;
        synchronized (this) {
            lastSent.complete(webSocket);
        }
        webSocket.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        lastHeard = System.nanoTime();
        // A frame of this size is no command. It is ignored, because on a new connection the relay would send it again.
        isTooLong |= partial.length() + data.length() > LONGEST_FRAME;
        if (!isTooLong) {
            partial.append(data);
        }
        if (last) {
            String text = partial.toString();
            boolean isComplete = !isTooLong;
            partial.setLength(0);
            isTooLong = false;
            if (isComplete) {
                receiver.accept(text);
            } else {
                LOG.warnf("Ignored a frame from the relay with more than %d characters", LONGEST_FRAME);
            }
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        lastHeard = System.nanoTime(); // the WebSocket client sends the pong
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        lastHeard = System.nanoTime();
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete("closed by the relay (" + statusCode + (reason.isEmpty() ? "" : " " + reason) + ")");
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(error.toString());
    }
}

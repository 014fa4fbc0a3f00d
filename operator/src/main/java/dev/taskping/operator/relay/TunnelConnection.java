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

/** One connection of the tunnel: puts frames together, keeps it alive, notices when the other side is dead. */
final class TunnelConnection implements WebSocket.Listener {

    private static final Logger LOG = Logger.getLogger(TunnelConnection.class);
    /** So many pings unanswered: the other side, or a middlebox between, is gone. */
    private static final int UNANSWERED = 3;

    /** The relay's frames are below 64 KiB. */
    private static final int LONGEST_FRAME = 256 * 1024;

    private final Consumer<String> receiver;
    private final Duration pingInterval;
    private final StringBuilder partial = new StringBuilder();
    private boolean tooLong;
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private volatile long lastHeard = System.nanoTime();
    private volatile @Nullable WebSocket socket;
    private CompletableFuture<WebSocket> lastSent = new CompletableFuture<>();

    /**
     * Not open yet.
     *
     * @param receiver takes each frame; must not wait
     * @param pingInterval how often to ping: more often than any proxy on the way cuts idle connections
     */
    TunnelConnection(Consumer<String> receiver, Duration pingInterval) {
        this.receiver = receiver;
        this.pingInterval = pingInterval;
    }

    /** What both ends speak; once it is open. */
    TunnelVersion version() {
        WebSocket open = socket;
        return TunnelVersion.of(open == null ? null : open.getSubprotocol());
    }

    /** Sends after everything that was sent before; a WebSocket takes one message at a time. */
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
     * Waits until the connection has ended, pinging meanwhile.
     *
     * @return why it ended
     */
    String untilClosed() throws InterruptedException {
        try {
            while (true) {
                try {
                    return closed.get(pingInterval.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    Duration limit = pingInterval.multipliedBy(UNANSWERED);
                    if (System.nanoTime() - lastHeard > limit.toNanos()) {
                        return "no sign of life for " + limit.toSeconds() + " s";
                    }
                    enqueue(open -> open.sendPing(ByteBuffer.allocate(0)));
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A reason is never an exception", e);
        } finally {
            abort();
        }
    }

    /** Says good-bye. */
    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "the operator stops")
                    .orTimeout(1, TimeUnit.SECONDS)
                    .whenComplete((sent, failure) -> closed.complete("closed by us"));
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
        // What cannot be a command of ours is passed over; to end the connection would only bring it again.
        tooLong |= partial.length() + data.length() > LONGEST_FRAME;
        if (!tooLong) {
            partial.append(data);
        }
        if (last) {
            String text = partial.toString();
            boolean whole = !tooLong;
            partial.setLength(0);
            tooLong = false;
            if (whole) {
                receiver.accept(text);
            } else {
                LOG.warnf("A frame of more than %d characters is passed over", LONGEST_FRAME);
            }
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        lastHeard = System.nanoTime(); // the client answers with a pong by itself
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

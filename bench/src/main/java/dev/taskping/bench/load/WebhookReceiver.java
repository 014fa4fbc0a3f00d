package dev.taskping.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A webhook receiver that notes when each task was first told of, and how often again. It can be out of order. */
public final class WebhookReceiver implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int NO_CONTENT = 204;
    private static final int UNAVAILABLE = 503;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Long> firstHeard = new ConcurrentHashMap<>();
    private final AtomicInteger doubled = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean unavailable;

    /** Listens on a free port of the loopback interface. */
    public WebhookReceiver() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Its own bound on idle connections, 200, would close some that the relay is about to use.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (unavailable) {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(UNAVAILABLE, -1);
                return;
            }
            JsonNode event = JSON.readTree(body);
            if (event.path("type").asText().endsWith(".finished.v1")
                    && firstHeard.putIfAbsent(event.path("subject").asText(), now) != null) {
                doubled.incrementAndGet();
            }
            exchange.sendResponseHeaders(NO_CONTENT, -1);
        }
    }

    /** Where to post to. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** Answers 503 from now on, or no longer. */
    public void setUnavailable(boolean unavailable) {
        this.unavailable = unavailable;
    }

    /** By the task's uid, the {@link System#nanoTime()} at which its end was first heard of. */
    public Map<String, Long> firstHeard() {
        return Map.copyOf(firstHeard);
    }

    /** Messages that came again. */
    public int doubled() {
        return doubled.get();
    }

    /** Messages that were answered 503. */
    public int refused() {
        return refused.get();
    }

    /**
     * Waits until all of these tasks' ends were heard of, but not longer than this.
     *
     * @return how many were not
     */
    public int missing(Collection<String> uids, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!firstHeard.keySet().containsAll(uids) && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return (int) uids.stream().filter(uid -> !firstHeard.containsKey(uid)).count();
    }

    /**
     * Waits until all of these tasks' ends were heard of.
     *
     * @throws IllegalStateException if that takes longer than this
     */
    public void await(Collection<String> uids, Duration patience) {
        int missing = missing(uids, patience);
        if (missing > 0) {
            throw new IllegalStateException(missing + " of " + uids.size() + " messages did not come within "
                    + patience.toSeconds() + " s; the logs are in bench/target/logs");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

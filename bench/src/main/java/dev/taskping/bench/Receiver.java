package dev.taskping.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook receiver that notes when each task was first told of, and how often again. */
final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Long> firstHeard = new ConcurrentHashMap<>();
    private final AtomicInteger doubled = new AtomicInteger();

    Receiver() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
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
            JsonNode event = JSON.readTree(exchange.getRequestBody());
            if (event.path("type").asText().endsWith(".finished.v1")
                    && firstHeard.putIfAbsent(event.path("subject").asText(), now) != null) {
                doubled.incrementAndGet();
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** By the task's uid, the {@link System#nanoTime()} at which its end was first heard of. */
    Map<String, Long> firstHeard() {
        return firstHeard;
    }

    int doubled() {
        return doubled.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

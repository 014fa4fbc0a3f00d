package dev.taskping.testkit.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A small HTTP server: one virtual thread a request, bodies read whole, connections broken on demand. */
public final class HttpEndpoint implements AutoCloseable {

    /** Telegram takes files of up to 50 MB; nothing here is larger. */
    private static final int MAX_BODY_BYTES = 52 * 1024 * 1024;

    /** Answers requests; may block. */
    @FunctionalInterface
    public interface Handler {

        /** Decides what to do with one request. */
        Reply handle(Request request);
    }

    static {
        // Without it the JDK's server delays small answers on kept-alive connections by 40 ms (Nagle).
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // It would close all but 200 of them whenever they are idle at once.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    private HttpEndpoint(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts to listen on every interface.
     *
     * @param port a port, or 0 for a free one
     * @throws UncheckedIOException if the port is taken
     */
    public static HttpEndpoint start(int port, Handler handler) {
        try {
            HttpEndpoint endpoint = new HttpEndpoint(HttpServer.create(new InetSocketAddress(port), 1024));
            endpoint.server.setExecutor(endpoint.threads);
            endpoint.server.createContext("/", exchange -> endpoint.serve(exchange, handler));
            endpoint.server.start();
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port + "; is it taken?", e);
        }
    }

    /** Where this machine reaches it. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            switch (handler.handle(read(exchange))) {
                case Reply.Answer answer -> write(exchange, answer);
                case Reply.Break broken -> closed.await(broken.after().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        try (InputStream body = exchange.getRequestBody()) {
            return new Request(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    query == null ? "" : query,
                    headers,
                    body.readNBytes(MAX_BODY_BYTES));
        }
    }

    private static void write(HttpExchange exchange, Reply.Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

package dev.taskping.relay.conversation.inbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Stands between a provider and the relay, and remembers what was pushed: somebody who has seen a genuine request, headers
 * and all, and can send it again, later, changed, or in another order.
 */
final class HookRecorder implements AutoCloseable {

    /** Those the client sets itself. */
    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "upgrade", "http2-settings");

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Pushed> pushed = new CopyOnWriteArrayList<>();
    private volatile boolean holding;

    /** A request as it came. */
    record Pushed(URI path, List<String> headers, byte[] body) {}

    private record Answer(int status, byte[] body) {}

    HookRecorder() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    /** Where a provider pushes to in the relay's place. */
    URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** From now on requests are kept back, and the provider told that they arrived; or passed on again. */
    void hold(boolean hold) {
        holding = hold;
    }

    Pushed last() {
        return pushed.getLast();
    }

    /** Sends a request as it was; returns the status. */
    int again(Pushed request) {
        return forward(request).status;
    }

    /** Sends a request with one word of its body replaced; returns the status. */
    int changed(Pushed request, String word, String other) {
        String body = new String(request.body, StandardCharsets.UTF_8);
        if (!body.contains(word)) {
            throw new IllegalArgumentException("There is no '" + word + "' in " + body);
        }
        byte[] spoilt = body.replace(word, other).getBytes(StandardCharsets.UTF_8);
        return forward(new Pushed(request.path, request.headers, spoilt)).status;
    }

    private void take(HttpExchange exchange) throws IOException {
        List<String> headers = new ArrayList<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> headers.addAll(List.of(name, value)));
            }
        });
        Pushed request = new Pushed(
                exchange.getRequestURI(), headers, exchange.getRequestBody().readAllBytes());
        pushed.add(request);
        Answer answer = holding ? new Answer(200, "{}".getBytes(StandardCharsets.UTF_8)) : forward(request);
        exchange.sendResponseHeaders(answer.status, answer.body.length == 0 ? -1 : answer.body.length);
        exchange.getResponseBody().write(answer.body);
        exchange.close();
    }

    private Answer forward(Pushed request) {
        HttpRequest forwarded = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + request.path))
                .headers(request.headers.toArray(String[]::new))
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.body))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(forwarded, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}

package dev.taskping.operator.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.relay.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends HTTP requests to the relay, with the cluster's token and a timeout. Every failure is a {@link RelayException}. */
@ApplicationScoped
class RelayHttpClient {

    private static final String JSON = "application/json";
    private static final Logger LOG = Logger.getLogger(RelayHttpClient.class);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI base;
    private final Duration timeout;
    private final ClusterToken token;
    private final ObjectMapper json = ProtocolJson.mapper();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    RelayHttpClient(OperatorConfiguration configuration, ClusterToken token) {
        String url = configuration.relay().url().toString();
        this.base = URI.create(url.endsWith("/") ? url : url + "/");
        this.timeout = configuration.relay().timeout();
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(executor);
        configuration.relay().caFile().map(RelayTrust::in).ifPresent(builder::sslContext);
        this.client = builder.build();
        warnOfPlainHttp();
    }

    private void warnOfPlainHttp() {
        if ("http".equals(base.getScheme()) && !LOOPBACK.contains(base.getHost())) {
            LOG.warnf(
                    "Requests to the relay at %s are not encrypted: whoever reads the network reads tokens and the channels'"
                            + " secrets. Give TASKPING_RELAY_URL an address that begins with https.",
                    base);
        }
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
        executor.shutdownNow();
    }

    HttpClient client() {
        return client;
    }

    URI resolve(String path) {
        return base.resolve(path);
    }

    ObjectMapper json() {
        return json;
    }

    /** Sends a request and ignores the body of the answer. */
    void call(String method, String path, @Nullable Object body) {
        send(method, path, JSON, Map.of(), body);
    }

    /** Sends a request without body, and reads the answer. */
    <T> T call(String method, String path, Map<String, String> headers, TypeReference<T> answer) {
        return read(method, path, send(method, path, JSON, headers, null), answer);
    }

    /** Sends a request and reads the answer. */
    <T> T call(String method, String path, String contentType, @Nullable Object body, TypeReference<T> answer) {
        return read(method, path, send(method, path, contentType, Map.of(), body), answer);
    }

    private <T> T read(String method, String path, byte[] bytes, TypeReference<T> answer) {
        try {
            return json.readValue(bytes, answer);
        } catch (IOException e) {
            throw new RelayException(
                    RelayException.Kind.UNAVAILABLE,
                    "Cannot read the relay's answer to " + method + " " + path + " (" + e.getMessage() + "); is " + base
                            + " a TaskPing relay of this version?",
                    null,
                    e);
        }
    }

    private byte[] send(
            String method, String path, String contentType, Map<String, String> headers, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(resolve(path))
                .timeout(timeout)
                .header("Authorization", token.authorization())
                .header("Content-Type", contentType)
                .header("Accept", JSON)
                .method(method, publisher(body));
        headers.forEach(request::header);
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new RelayException(
                    RelayException.Kind.UNAVAILABLE, "Cannot reach the relay at " + base + ": " + e, null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RelayException(
                    RelayException.Kind.UNAVAILABLE, "Interrupted while waiting for the relay at " + base, null, e);
        }
        if (response.statusCode() / 100 != 2) {
            throw fault(method, path, response);
        }
        return response.body();
    }

    private BodyPublisher publisher(@Nullable Object body) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        if (body instanceof byte[] bytes) {
            return BodyPublishers.ofByteArray(bytes);
        }
        try {
            return BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + body.getClass().getSimpleName() + " as JSON", e);
        }
    }

    private RelayException fault(String method, String path, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        RelayException.Kind kind =
                switch (status) {
                    case 401, 403 -> RelayException.Kind.UNAUTHORIZED;
                    case 408, 425, 429 -> RelayException.Kind.UNAVAILABLE;
                    default -> status >= 500 ? RelayException.Kind.UNAVAILABLE : RelayException.Kind.REFUSED;
                };
        String cure = kind == RelayException.Kind.UNAUTHORIZED
                ? "; check that the relay knows this cluster's id and key (TASKPING_CLUSTER_ID, TASKPING_CLUSTER_KEY)"
                : "";
        return new RelayException(
                kind,
                status,
                "The relay at " + base + " answered " + status + " to " + method + " " + path + detail(response) + cure,
                retryAfter(response));
    }

    private String detail(HttpResponse<byte[]> response) {
        try {
            Problem problem = json.readValue(response.body(), Problem.class);
            return problem == null ? "" : ": " + problem.title() + ", " + problem.detail();
        } catch (IOException e) {
            return ""; // a proxy may have answered instead of the relay
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
    }
}

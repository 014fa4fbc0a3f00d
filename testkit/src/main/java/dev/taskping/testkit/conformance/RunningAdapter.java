package dev.taskping.testkit.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.testkit.simulator.webhook.StandardWebhooks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** An adapter that listens somewhere, called as the relay calls it. */
final class RunningAdapter implements AutoCloseable {

    /** How long the relay waits for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** An answer: its status, its body, and how long it took. */
    record Answer(int status, String body, Duration took) {}

    /** What may be wrong with a request on purpose. */
    enum Flaw {
        NONE,
        NO_SIGNATURE,
        WRONG_SIGNATURE,
        OLD
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json = ProtocolJson.mapper();
    private final String url;
    private final StandardWebhooks signer;

    RunningAdapter(URI url, String secret) {
        this.url = url.toString().replaceAll("/+$", "");
        this.signer = new StandardWebhooks(secret);
    }

    Answer call(String operation, Object content) {
        return call(operation, write(content), Flaw.NONE);
    }

    Answer call(String operation, Object content, Flaw flaw) {
        return call(operation, write(content), flaw);
    }

    Answer call(String operation, byte[] body, Flaw flaw) {
        String id = UUID.randomUUID().toString();
        Instant now = flaw == Flaw.OLD ? Instant.now().minus(Duration.ofHours(1)) : Instant.now();
        long timestamp = now.getEpochSecond();
        String signature = signer.sign(flaw == Flaw.WRONG_SIGNATURE ? "another" : id, timestamp, body);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/" + operation))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(timestamp))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (flaw != Flaw.NO_SIGNATURE) {
            request.header("webhook-signature", signature);
        }
        Instant begun = Instant.now();
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body(), Duration.between(begun, Instant.now()));
        } catch (IOException e) {
            throw new AssertionError("POST " + operation + " has no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    <T> T read(Answer answer, Class<T> type) {
        if (answer.status() != 200) {
            throw new AssertionError("answers " + answer.status() + " instead of 200: " + answer.body());
        }
        try {
            return json.readValue(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw new AssertionError("answers what is no " + type.getSimpleName() + ": " + answer.body(), e);
        }
    }

    private byte[] write(Object content) {
        try {
            return json.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

package dev.taskping.testkit.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** How simulated providers call the address that they were given. */
public final class CallbackClient {

    /** Discord and Slack wait for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private CallbackClient() {}

    /**
     * Posts a body.
     *
     * @return the answer's body; {@code HTTP status 401} or the like if it is none of success
     * @throws UncheckedIOException if there is no answer within three seconds
     */
    public static String push(URI address, String mediaType, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", mediaType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() / 100 == 2 ? answer.body() : "HTTP status " + answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(address + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + address + " was called", e);
        }
    }
}

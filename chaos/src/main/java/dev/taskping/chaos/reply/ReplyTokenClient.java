package dev.taskping.chaos.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Sends a command to the relay until it is answered, as a machine does that must not lose it. */
final class ReplyTokenClient implements AutoCloseable {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ACCEPTED = 202;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI address;

    ReplyTokenClient(URI relay) {
        this.address = relay.resolve("/v1/commands");
    }

    /** Sends it as often as it takes and returns the id of the command it became. */
    String command(ReplyInvitation replyInvitation, String text) throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        while (true) {
            String trouble;
            try {
                HttpResponse<String> response = client.send(request(replyInvitation, text), BodyHandlers.ofString());
                if (response.statusCode() == ACCEPTED) {
                    return json.readTree(response.body()).path("command_id").asText();
                }
                trouble = response.statusCode() + " " + response.body();
                if (response.statusCode() < 500 && response.statusCode() != 429) {
                    throw new IllegalStateException(replyInvitation + " was refused: " + trouble);
                }
            } catch (IOException e) {
                trouble = e.toString();
            }
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException(replyInvitation + " was not answered: " + trouble);
            }
            Thread.sleep(PAUSE);
        }
    }

    private HttpRequest request(ReplyInvitation replyInvitation, String text) throws JsonProcessingException {
        return HttpRequest.newBuilder(address)
                .timeout(ANSWER_TIMEOUT)
                .header("Authorization", "Bearer " + replyInvitation.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(Map.of("command", text))))
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}

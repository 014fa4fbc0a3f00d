package dev.taskping.chaos.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import java.util.stream.Stream;

/**
 * What a webhook brings that may be answered.
 *
 * @param job the Job it tells of
 * @param token good for one launch
 */
record ReplyInvitation(String job, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The invitation of that request, if it has one. */
    static Stream<ReplyInvitation> in(ReceivedRequest request) {
        try {
            JsonNode event = JSON.readTree(request.body());
            String token = event.path("replytoken").asText();
            return token.isEmpty()
                    ? Stream.empty()
                    : Stream.of(new ReplyInvitation(event.at("/data/task/name").asText(), token));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Webhook " + request.webhookId() + " is no JSON", e);
        }
    }

    @Override
    public String toString() {
        return "Invitation[" + job + "]";
    }
}

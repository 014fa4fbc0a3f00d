package dev.taskping.testkit.simulator.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Answers that are none of success. */
final class SlackReplies {

    private SlackReplies() {}

    static Reply failure(String operation, Fault fault) {
        return switch (fault) {
            case Fault.Status status
            when status.code() == 429 ->
                tooMany(status.retryAfter() == null ? Duration.ofSeconds(1) : status.retryAfter());
            case Fault.Status status -> Reply.of(status.code(), "text/html", "<html>Server Error</html>");
            case Fault.Refusal refusal
            when operation.equals("incomingWebhook") -> Reply.of(refusal.code(), "text/plain", refusal.description());
            case Fault.Refusal refusal
            when refusal.code() >= 500 -> Reply.of(refusal.code(), "text/plain", refusal.description());
            case Fault.Refusal refusal -> error(new SlackError(refusal.description()));
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    static Reply tooMany(Duration wait) {
        return new Reply.Answer(
                429,
                Map.of(
                        "Content-Type",
                        "application/json; charset=utf-8",
                        "Retry-After",
                        Long.toString(wait.toSeconds())),
                "{\"ok\":false,\"error\":\"ratelimited\"}".getBytes(StandardCharsets.UTF_8));
    }

    static Reply error(SlackError error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("ok", false).put("error", error.code());
        if (error.code().equals("missing_scope")) {
            body.put("needed", error.detail());
        } else if (!error.detail().isEmpty()) {
            body.putObject("response_metadata").putArray("messages").add("[ERROR] " + error.detail());
        }
        return Reply.json(200, body.toString());
    }
}

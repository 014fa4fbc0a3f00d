package dev.taskping.testkit.simulator.twilio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as Twilio's REST API gives them. */
final class TwilioReplies {

    private TwilioReplies() {}

    static Reply failure(Fault fault) {
        return switch (fault) {
            case Fault.Status status
            when status.code() == 429 -> error(429, 20429, "Too Many Requests", status.retryAfter());
            case Fault.Status status
            when status.retryAfter() != null -> error(status.code(), 20503, "Service unavailable", status.retryAfter());
            case Fault.Status status -> Reply.of(status.code(), "text/html", "<h1>No healthy upstream</h1>");
            case Fault.Refusal refusal -> refusal(refusal);
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    static Reply refusal(Fault.Refusal refusal) {
        String words = refusal.description();
        return words.matches("\\d{5} .*")
                ? error(refusal.code(), Integer.parseInt(words.substring(0, 5)), words.substring(6), null)
                : error(refusal.code(), 20001, words, null);
    }

    static Reply missing(Request request) {
        return error(404, 20404, "The requested resource " + request.path() + " was not found", null);
    }

    static Reply error(int status, int code, String message, @Nullable Duration retryAfter) {
        String body = object().put("code", code)
                .put("message", message)
                .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                .put("status", status)
                .toString();
        Map<String, String> headers = retryAfter == null
                ? Map.of("Content-Type", "application/json")
                : Map.of("Content-Type", "application/json", "Retry-After", Long.toString(retryAfter.toSeconds()));
        return new Reply.Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply json(int status, ObjectNode body) {
        return Reply.json(status, body.toString());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

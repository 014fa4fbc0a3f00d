package dev.taskping.testkit.simulator.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as Feishu answers them. */
final class FeishuErrors {

    private FeishuErrors() {}

    static Reply failure(Fault fault) {
        return switch (fault) {
            case Fault.Status status
            when status.code() == 429 -> error(429, 99991400, "request trigger frequency limit", status.retryAfter());
            case Fault.Status status ->
                new Reply.Answer(status.code(), Map.of(), "bad gateway".getBytes(StandardCharsets.UTF_8));
            case Fault.Refusal refusal -> refusal(refusal);
            case Fault.Hang hang -> new Reply.Break(hang.duration());
            case Fault.Reset reset -> new Reply.Break(Duration.ZERO);
            case Fault.ResetAfterAccept reset -> new Reply.Break(Duration.ZERO);
        };
    }

    static Reply refusal(Fault.Refusal refusal) {
        String[] words = refusal.description().split(" ", 2);
        return words[0].matches("\\d+")
                ? error(refusal.code(), Integer.parseInt(words[0]), words[1], null)
                : error(refusal.code(), 2200, refusal.description(), null);
    }

    static Reply error(int status, int code, String message, @Nullable Duration reset) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("msg", message)
                .toString();
        Map<String, String> headers = reset == null
                ? Map.of("Content-Type", "application/json")
                : Map.of(
                        "Content-Type",
                        "application/json",
                        "x-ogw-ratelimit-limit",
                        "100",
                        "x-ogw-ratelimit-reset",
                        Long.toString(reset.toSeconds()));
        return new Reply.Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}

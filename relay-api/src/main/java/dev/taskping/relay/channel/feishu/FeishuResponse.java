package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.relay.channel.http.JsonResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What Feishu answered. Errors stand in the body, often with HTTP status 200.
 *
 * @param answer with the body {@code {code, msg, data}}
 */
record FeishuResponse(JsonResponse answer) {

    /** No number of Feishu's: the body is none of its answers. */
    static final int NO_CODE = -1;

    boolean isOk() {
        return answer.isSuccessful() && code() == 0;
    }

    int status() {
        return answer.status();
    }

    JsonNode body() {
        return answer.body();
    }

    /** How long it asks to wait, if it says so ("Rate limits", "Response for limitations"). */
    Optional<Duration> retryAfter() {
        return answer.seconds("x-ogw-ratelimit-reset").or(() -> answer.seconds("Retry-After"));
    }

    /** Feishu's number for the error; 0 for none. Custom bots have also called it {@code StatusCode}. */
    int code() {
        return body().path("code").asInt(body().path("StatusCode").asInt(NO_CODE));
    }

    JsonNode data() {
        return body().path("data");
    }

    /** Feishu's words for the error, with its number, by which its documentation can be searched. */
    String words() {
        String words = body().path("msg").asText("HTTP status " + status());
        return code() <= 0 ? words : words + " (" + code() + ")";
    }
}

package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What Feishu answered. Errors stand in the body, often with HTTP status 200.
 *
 * @param status the HTTP status
 * @param body {@code {code, msg, data}}
 * @param retryAfter how long it asks to wait, if it says so
 */
record FeishuAnswer(int status, JsonNode body, Optional<Duration> retryAfter) {

    /** No number of Feishu's: the body is none of its answers. */
    static final int NO_CODE = -1;

    boolean isOk() {
        return status / 100 == 2 && code() == 0;
    }

    /** Feishu's number for the error; 0 for none. Custom bots have also called it {@code StatusCode}. */
    int code() {
        return body.path("code").asInt(body.path("StatusCode").asInt(NO_CODE));
    }

    JsonNode data() {
        return body.path("data");
    }

    /** Feishu's words for the error, with its number, by which its documentation can be searched. */
    String words() {
        String words = body.path("msg").asText("HTTP status " + status);
        return code() <= 0 ? words : words + " (" + code() + ")";
    }
}

package dev.taskping.relay.channel.sms;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What Twilio answered.
 *
 * @param status the HTTP status
 * @param body the resource asked for, or {@code {code, message, more_info, status}}
 * @param retryAfter how long it asks to wait, if it says so
 */
record TwilioAnswer(int status, JsonNode body, Optional<Duration> retryAfter) {

    boolean isOk() {
        return status / 100 == 2;
    }

    /** Twilio's number for the error; 0 if it has none. */
    int code() {
        return body.path("code").asInt(0);
    }

    /** Twilio's words for the error, with its number, by which its documentation can be searched. */
    String words() {
        String words = body.path("message").asText("HTTP status " + status);
        return code() == 0 ? words : words + " (" + code() + ")";
    }
}

package dev.taskping.relay.channel.sms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.relay.channel.http.JsonResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * What Twilio answered.
 *
 * @param answer with the resource asked for, or {@code {code, message, more_info, status}}, as its body
 */
record TwilioResponse(JsonResponse answer) {

    boolean isOk() {
        return answer.isSuccessful();
    }

    int status() {
        return answer.status();
    }

    JsonNode body() {
        return answer.body();
    }

    /** How long it asks to wait, if it says so. */
    Optional<Duration> retryAfter() {
        return answer.seconds("Retry-After");
    }

    /** Twilio's number for the error; 0 if it has none. */
    int code() {
        return body().path("code").asInt(0);
    }

    /** Twilio's words for the error, with its number, by which its documentation can be searched. */
    String words() {
        String words = body().path("message").asText("HTTP status " + status());
        return code() == 0 ? words : words + " (" + code() + ")";
    }
}

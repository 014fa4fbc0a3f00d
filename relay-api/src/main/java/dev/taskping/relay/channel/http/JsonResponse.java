package dev.taskping.relay.channel.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;

/**
 * A provider's answer.
 *
 * @param status the HTTP status
 * @param headers by name, whatever its case
 * @param body the body's JSON; a missing node if it is none
 * @param text the body as it came, at most {@value JsonApiClient#MAX_ANSWER_BYTES} bytes of it
 */
public record JsonResponse(int status, Headers headers, JsonNode body, String text) {

    private static final BigDecimal LONGEST_PAUSE =
            BigDecimal.valueOf(Duration.ofHours(1).toSeconds());

    /** Whether the status is a success. */
    public boolean isSuccessful() {
        return status >= 200 && status < 300;
    }

    /** A header's number of seconds, which may have a fraction; at most an hour. */
    public Optional<Duration> seconds(String header) {
        return Optional.ofNullable(headers.get(header)).flatMap(JsonResponse::parse);
    }

    /** A field's number of seconds, as {@link #seconds(String)}. */
    public static Optional<Duration> seconds(JsonNode field) {
        return field.isNumber() ? parse(field.asText()) : Optional.empty();
    }

    private static Optional<Duration> parse(String text) {
        try {
            BigDecimal seconds = new BigDecimal(text.strip());
            return seconds.signum() < 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(seconds.min(LONGEST_PAUSE)
                            .movePointRight(3)
                            .setScale(0, RoundingMode.CEILING)
                            .longValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

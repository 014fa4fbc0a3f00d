package dev.taskping.relay.channel.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After}: seconds or an HTTP date (RFC 9110, 10.2.3). At most an hour. */
public final class RetryAfterHeader {

    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfterHeader() {}

    /** How long to wait from {@code now}; empty if the header is missing or cannot be read. */
    public static Optional<Duration> read(@Nullable String value, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(bounded(
                    value.matches("\\d{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(value))
                            : Duration.between(
                                    now,
                                    Instant.from(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Not negative, and at most an hour. */
    public static Duration bounded(Duration pause) {
        return pause.isNegative() ? Duration.ZERO : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}

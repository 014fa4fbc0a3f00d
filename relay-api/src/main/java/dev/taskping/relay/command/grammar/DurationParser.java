package dev.taskping.relay.command.grammar;

import dev.taskping.protocol.time.CompactDuration;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Durations as people type them: {@code 30m}, {@code 30min}, {@code 2h}, {@code 1d}, {@code 1h30m}. */
final class DurationParser {

    /** The least that can be asked for. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    /** The most: a typing error of three more zeros must not last. */
    private static final Duration MOST = Duration.ofDays(30);

    private DurationParser() {}

    /** What was typed; empty if it is none or out of bounds. */
    static Optional<Duration> read(String text) {
        String compact = text.toLowerCase(Locale.ROOT).replaceFirst("min$", "m");
        return CompactDuration.DAYS_TO_MINUTES
                .parse(compact)
                .filter(duration -> duration.compareTo(LEAST) >= 0 && duration.compareTo(MOST) <= 0);
    }
}

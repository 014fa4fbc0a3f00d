package dev.taskping.relay.action;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people type them: {@code 30m}, {@code 2h}, {@code 1d}, {@code 1h30m}. */
public final class DurationParser {

    /** The least that can be asked for. */
    public static final Duration LEAST = Duration.ofMinutes(1);

    /** The most: a typing error of three more zeros must not last. */
    public static final Duration MOST = Duration.ofDays(30);

    private static final Pattern FORM =
            Pattern.compile("(?:([0-9]{1,5})d)?(?:([0-9]{1,5})h)?(?:([0-9]{1,5})m(?:in)?)?", Pattern.CASE_INSENSITIVE);

    private DurationParser() {}

    /** What was typed; empty if it is none or out of bounds. */
    public static Optional<Duration> read(String text) {
        Matcher form = FORM.matcher(text);
        if (text.isEmpty() || !form.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(number(form.group(1)))
                .plusHours(number(form.group(2)))
                .plusMinutes(number(form.group(3)));
        return duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0 ? Optional.empty() : Optional.of(duration);
    }

    /** The same the other way round, in whole minutes. */
    public static String write(Duration duration) {
        String text =
                part(duration.toDays(), "d") + part(duration.toHoursPart(), "h") + part(duration.toMinutesPart(), "m");
        return text.isEmpty() ? "0m" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}

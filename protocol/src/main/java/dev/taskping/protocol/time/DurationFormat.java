package dev.taskping.protocol.time;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Durations as people say them. A negative one counts as none. */
public final class DurationFormat {

    private DurationFormat() {}

    /** The two largest units: {@code 42 s}, {@code 3 min 20 s}, {@code 3 h 12 min}, {@code 2 d 4 h}. */
    public static String words(Duration duration) {
        ChronoUnit smallest = duration.toDays() > 0
                ? ChronoUnit.HOURS
                : duration.toHours() > 0 ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
        return exactWords(duration.truncatedTo(smallest));
    }

    /** Every unit, down to seconds: {@code 45 s}, {@code 2 h}, {@code 1 d 30 min}. */
    public static String exactWords(Duration duration) {
        List<String> parts = new ArrayList<>();
        add(parts, duration.toDaysPart(), "d");
        add(parts, duration.toHoursPart(), "h");
        add(parts, duration.toMinutesPart(), "min");
        add(parts, duration.toSecondsPart(), "s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + " " + unit);
        }
    }
}

package dev.taskping.operator.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes durations for people. */
public final class DurationFormat {

    private DurationFormat() {}

    /** In whole seconds, such as {@code 2 h}, {@code 1 d 30 min} or {@code 45 s}. */
    public static String format(Duration duration) {
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

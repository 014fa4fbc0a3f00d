package dev.taskping.operator.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lengths of time for people. */
final class Spans {

    private Spans() {}

    /** Such as {@code 2 h}, {@code 1 d 30 min} or {@code 45 s}. */
    static String words(Duration span) {
        List<String> parts = new ArrayList<>();
        add(parts, span.toDaysPart(), "d");
        add(parts, span.toHoursPart(), "h");
        add(parts, span.toMinutesPart(), "min");
        add(parts, span.toSecondsPart(), "s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + " " + unit);
        }
    }
}

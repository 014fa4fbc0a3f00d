package dev.taskping.relay.message;

import java.time.Duration;

/** Durations as people say them. */
public final class DurationFormat {

    private DurationFormat() {}

    /** The two largest units: {@code 42 s}, {@code 3 min 20 s}, {@code 3 h 12 min}, {@code 2 d 4 h}. */
    public static String words(Duration duration) {
        Duration rounded = duration.isNegative() ? Duration.ZERO : duration;
        if (rounded.toDays() > 0) {
            return pair(rounded.toDays(), "d", rounded.toHoursPart(), "h");
        }
        if (rounded.toHours() > 0) {
            return pair(rounded.toHours(), "h", rounded.toMinutesPart(), "min");
        }
        if (rounded.toMinutes() > 0) {
            return pair(rounded.toMinutes(), "min", rounded.toSecondsPart(), "s");
        }
        return rounded.toSeconds() + " s";
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + " " + largeUnit : large + " " + largeUnit + " " + small + " " + smallUnit;
    }
}

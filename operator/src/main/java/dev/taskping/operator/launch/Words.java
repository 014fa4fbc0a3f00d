package dev.taskping.operator.launch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times and amounts are written for people. */
final class Words {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** As templates write durations, such as {@code 1h30m}; never nothing. */
    static String span(Duration time) {
        StringBuilder text = new StringBuilder();
        append(text, time.toHours(), 'h');
        append(text, time.toMinutesPart(), 'm');
        append(text, time.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    /** The first full minute from which on it holds, and how far off that is. */
    static String from(Instant when, Instant now) {
        Instant minute = Instant.ofEpochSecond(Math.ceilDiv(when.getEpochSecond(), 60L) * 60);
        Duration wait = Duration.ofSeconds(
                Math.max(1, Duration.between(now, when).plusMillis(999).toSeconds()));
        return MINUTE.format(minute) + ", in " + span(wait);
    }

    /** Without needless digits. */
    static String amount(double hours) {
        String text = String.format(Locale.ROOT, "%.2f", hours);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private static void append(StringBuilder text, long number, char unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}

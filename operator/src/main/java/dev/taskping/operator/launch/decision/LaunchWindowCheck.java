package dev.taskping.operator.launch.decision;

import dev.taskping.crds.launch.LaunchWindow;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import dev.taskping.protocol.time.DurationFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks whether a template may be launched at this hour. Pure. */
public final class LaunchWindowCheck {

    private static final DateTimeFormatter OPENING = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    /** A window opens at least once a week. */
    private static final int DAYS_AHEAD = 8;

    private record Opening(ZonedDateTime from, ZonedDateTime to) {

        boolean contains(Instant now) {
            return !now.isBefore(from.toInstant()) && now.isBefore(to.toInstant());
        }
    }

    private LaunchWindowCheck() {}

    /** Why the template may not be launched now, and when it may; empty if it may. */
    static Optional<Rejected> refusal(String template, @Nullable List<LaunchWindow> windows, Instant now) {
        if (windows == null || windows.isEmpty()) {
            return Optional.empty();
        }
        List<Opening> openings;
        try {
            openings = windows.stream().flatMap(window -> openings(window, now)).toList();
        } catch (DateTimeException e) {
            return Optional.of(new Rejected(
                    "InvalidTemplate", "Template '" + template + "' has a window in a time zone that does not exist"));
        }
        if (openings.stream().anyMatch(opening -> opening.contains(now))) {
            return Optional.empty();
        }
        String next = openings.stream()
                .map(Opening::from)
                .filter(from -> from.toInstant().isAfter(now))
                .min(Comparator.comparing(ZonedDateTime::toInstant))
                .map(from -> "on " + OPENING.format(from) + " (" + from.getZone() + "), in "
                        + DurationFormat.exactWords(Duration.between(now, from.toInstant())
                                .plusSeconds(59)
                                .truncatedTo(java.time.temporal.ChronoUnit.MINUTES)))
                .orElse("never");
        return Optional.of(new Rejected(
                "OutsideWindows",
                "Template '" + template + "' cannot be launched at this hour; the next window opens " + next));
    }

    /** What is wrong with a window; empty if nothing is. */
    public static Optional<String> fault(LaunchWindow window) {
        try {
            zone(window);
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("windows: there is no time zone '" + window.timeZone()
                    + "'; write a name of the time zone database such as Europe/Berlin");
        }
    }

    /** The openings of a window, from yesterday, because that one may still be open, to a week ahead. */
    private static Stream<Opening> openings(LaunchWindow window, Instant now) {
        ZoneId zone = zone(window);
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalTime from = time(window.from());
        LocalTime to = time(window.to());
        return LongStream.rangeClosed(-1, DAYS_AHEAD)
                .mapToObj(today::plusDays)
                .filter(day -> window.days() == null
                        || window.days().stream().anyMatch(open -> open.ofWeek() == day.getDayOfWeek()))
                .map(day -> new Opening(
                        ZonedDateTime.of(day, from, zone),
                        ZonedDateTime.of(to.isAfter(from) ? day : day.plusDays(1), to, zone)));
    }

    private static LocalTime time(@Nullable String text) {
        return text == null ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static ZoneId zone(LaunchWindow window) {
        return ZoneId.of(window.timeZone() == null ? "UTC" : window.timeZone());
    }
}

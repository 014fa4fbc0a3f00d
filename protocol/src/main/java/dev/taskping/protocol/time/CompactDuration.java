package dev.taskping.protocol.time;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Durations as people type them, without spaces: {@code 90s}, {@code 1h30m}, {@code 2d}. */
public final class CompactDuration {

    /** Hours, minutes and seconds, as Go and CEL read them. */
    public static final CompactDuration HOURS_TO_SECONDS =
            new CompactDuration(ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS);

    /** Days, hours and minutes, as people count in a chat. */
    public static final CompactDuration DAYS_TO_MINUTES =
            new CompactDuration(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES);

    private final List<ChronoUnit> units;
    private final Pattern form;

    private CompactDuration(ChronoUnit... largestFirst) {
        units = List.of(largestFirst);
        form = Pattern.compile(units.stream()
                .map(unit -> "(?:([0-9]{1,6})" + letter(unit) + ")?")
                .collect(Collectors.joining()));
    }

    /** Reads a duration: the units in order, each at most once with up to six digits. Empty if the text is anything else. */
    public Optional<Duration> parse(String text) {
        Matcher parts = form.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (int i = 0; i < units.size(); i++) {
            String digits = parts.group(i + 1);
            if (digits != null) {
                sum = sum.plus(Long.parseLong(digits), units.get(i));
            }
        }
        return Optional.of(sum);
    }

    /** Writes a duration, without what is smaller than the smallest unit: {@code 1h30m}, {@code 0s}. */
    public String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        Duration rest = duration;
        for (ChronoUnit unit : units) {
            long number = rest.dividedBy(unit.getDuration());
            rest = rest.minus(number, unit);
            if (number > 0) {
                text.append(number).append(letter(unit));
            }
        }
        return text.isEmpty() ? "0" + letter(units.getLast()) : text.toString();
    }

    private static char letter(ChronoUnit unit) {
        return Character.toLowerCase(unit.name().charAt(0));
    }
}

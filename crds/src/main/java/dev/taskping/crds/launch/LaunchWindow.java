package dev.taskping.crds.launch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.crds.CustomResourceJson;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.DayOfWeek;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time window in which replies may launch a template.
 *
 * @param days the days on which the window opens; if absent, every day
 * @param from when the window opens, such as 08:00; if absent, at midnight
 * @param to when the window closes, such as 18:30; if this is not after from, it closes on the next day; if absent, at
 *     midnight
 * @param timeZone the time zone of from and to, such as Europe/Berlin; if absent, UTC
 */
@CustomResourceJson
public record LaunchWindow(
        @Size(min = 1, max = 7)
                @ValidationRule(
                        value = "self.all(d, self.exists_one(e, e == d))",
                        message = "days lists a day twice; list each day once")
                @Nullable
                List<Day> days,
        @Size(max = 16) @ValidationRule(value = LaunchWindow.TIME_RULE, message = LaunchWindow.TIME_MESSAGE) @Nullable
                String from,
        @Size(max = 16) @ValidationRule(value = LaunchWindow.TIME_RULE, message = LaunchWindow.TIME_MESSAGE) @Nullable
                String to,
        @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z][A-Za-z0-9_+/-]*$')",
                        message = "timeZone is not the name of a time zone; write for example timeZone: Europe/Berlin")
                @Nullable
                String timeZone) {

    static final String TIME_RULE = "self.matches('^([01][0-9]|2[0-3]):[0-5][0-9]$')";

    static final String TIME_MESSAGE = "from and to must be times from 00:00 to 23:59; write for example from: '08:00'";

    /** The days of the week. */
    public enum Day {
        @JsonProperty("Mon")
        MONDAY,
        @JsonProperty("Tue")
        TUESDAY,
        @JsonProperty("Wed")
        WEDNESDAY,
        @JsonProperty("Thu")
        THURSDAY,
        @JsonProperty("Fri")
        FRIDAY,
        @JsonProperty("Sat")
        SATURDAY,
        @JsonProperty("Sun")
        SUNDAY;

        /** The same day as a Java type. */
        public DayOfWeek ofWeek() {
            return DayOfWeek.valueOf(name());
        }
    }

    public LaunchWindow {
        days = days == null ? null : List.copyOf(days);
    }
}

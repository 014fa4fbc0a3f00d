package dev.taskping.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.DayOfWeek;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hours in which something may be launched.
 *
 * @param days the days on which it opens; absent: every day
 * @param from when it opens, such as 08:00; absent: at midnight
 * @param to when it closes, such as 18:30; if that is not after from, on the next day; absent: at midnight
 * @param timeZone whose clock is meant, such as Europe/Berlin; absent: UTC
 */
@CustomResourceJson
public record LaunchWindow(
        @Size(min = 1, max = 7)
                @ValidationRule(
                        value = "self.all(d, self.exists_one(e, e == d))",
                        message = "days has a day twice; write each once")
                @Nullable
                List<Day> days,
        @Size(max = 16) @ValidationRule(value = LaunchWindow.TIME_RULE, message = LaunchWindow.TIME_MESSAGE) @Nullable
                String from,
        @Size(max = 16) @ValidationRule(value = LaunchWindow.TIME_RULE, message = LaunchWindow.TIME_MESSAGE) @Nullable
                String to,
        @Size(max = 64)
                @ValidationRule(
                        value = "self.matches('^[A-Za-z][A-Za-z0-9_+/-]*$')",
                        message = "no time zone is called so; write for example timeZone: Europe/Berlin")
                @Nullable
                String timeZone) {

    static final String TIME_RULE = "self.matches('^([01][0-9]|2[0-3]):[0-5][0-9]$')";

    static final String TIME_MESSAGE = "from and to are times from 00:00 to 23:59; write for example from: '08:00'";

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

        /** The same day, as the platform calls it. */
        public DayOfWeek ofWeek() {
            return DayOfWeek.valueOf(name());
        }
    }

    public LaunchWindow {
        days = days == null ? null : List.copyOf(days);
    }
}

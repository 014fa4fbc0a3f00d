package dev.taskping.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactDurationTest {

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "1h30m, PT1H30M", "15m, PT15M", "26h, PT26H", "0s, PT0S", "999999h, PT999999H"})
    void readsHoursToSeconds(String text, Duration duration) {
        assertThat(CompactDuration.HOURS_TO_SECONDS.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "1d", "30", "30m1h", "1h 30m", "-1h", "1.5h", "1H", "1000000h", "1h1h"})
    void readsNothingElseAsHoursToSeconds(String text) {
        assertThat(CompactDuration.HOURS_TO_SECONDS.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2d, P2D", "1d2h3m, P1DT2H3M", "90m, PT90M"})
    void readsDaysToMinutes(String text, Duration duration) {
        assertThat(CompactDuration.DAYS_TO_MINUTES.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90s", "1h2d", "2 d"})
    void readsNothingElseAsDaysToMinutes(String text) {
        assertThat(CompactDuration.DAYS_TO_MINUTES.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT5400S, 1h30m", "P2DT1S, 48h1s", "PT1.9S, 1s"})
    void writesHoursToSeconds(Duration duration, String text) {
        assertThat(CompactDuration.HOURS_TO_SECONDS.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT59S, 0m", "PT5400S, 1h30m", "P2D, 2d", "P1DT2H3M4S, 1d2h3m"})
    void writesDaysToMinutes(Duration duration, String text) {
        assertThat(CompactDuration.DAYS_TO_MINUTES.format(duration)).isEqualTo(text);
    }
}

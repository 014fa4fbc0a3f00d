package dev.taskping.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationFormatTest {

    @ParameterizedTest
    @CsvSource({"0, 0 s", "45, 45 s", "7200, 2 h", "88200, 1 d 30 min", "90061, 1 d 1 h 1 min 1 s"})
    void durationIsWrittenInItsUnits(long seconds, String text) {
        assertThat(DurationFormat.format(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}

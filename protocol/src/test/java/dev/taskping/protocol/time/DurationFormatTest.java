package dev.taskping.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationFormatTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT42.9S, 42 s",
        "PT3M20S, 3 min 20 s",
        "PT3H12M9S, 3 h 12 min",
        "PT2H, 2 h",
        "P2DT4H, 2 d 4 h",
        "P2DT4H59M, 2 d 4 h",
        "P1DT30M, 1 d",
        "PT-5S, 0 s"
    })
    void wordsHaveTheTwoLargestUnits(Duration duration, String words) {
        assertThat(DurationFormat.words(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "45, 45 s", "7200, 2 h", "88200, 1 d 30 min", "90061, 1 d 1 h 1 min 1 s"})
    void exactWordsHaveEveryUnit(long seconds, String words) {
        assertThat(DurationFormat.exactWords(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}

package dev.taskping.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobWatchReplayTest {

    @ParameterizedTest
    @CsvSource({
        "10, 10, true",
        "11, 10, true",
        "9, 10, false",
        "100, 99, true",
        "99999999999999999999, 99999999999999999998, true",
        "abc, abc, true",
        "abd, abc, false",
        "0x1, 0x1, true",
        "12a, 11, false",
    })
    void numbersAreComparedAndOtherTextsMustBeEqual(String position, String target, boolean reached) {
        assertThat(JobWatchReplay.reaches(position, target)).isEqualTo(reached);
    }
}

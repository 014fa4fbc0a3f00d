package dev.taskping.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExponentialBackoffTest {

    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"1, 100", "2, 200", "3, 400", "4, 800", "5, 1000", "6, 1000", "1000000, 1000"})
    void waitDoublesUpToItsLimitAndIsHalfRandom(int failures, long fullMillis) {
        for (int draw = 0; draw < 100; draw++) {
            assertThat(BACKOFF.after(failures))
                    .isBetween(Duration.ofMillis(fullMillis / 2), Duration.ofMillis(fullMillis));
        }
    }

    @Test
    void interruptedSleepReturnsAndLeavesTheThreadInterrupted() {
        Thread.currentThread().interrupt();

        new ExponentialBackoff(Duration.ofDays(1), Duration.ofDays(1)).sleepOrStayInterrupted(1);

        assertThat(Thread.interrupted()).isTrue();
    }
}

package dev.taskping.relay.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.DeliveryResult;
import dev.taskping.relay.notify.Disposition.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private static Disposition decide(DeliveryResult result, int attempts, Duration age) {
        return Disposition.of(result, attempts, CREATED, CREATED.plus(age), DAY, BACKOFF, 0);
    }

    @Test
    void deliveredIsTheEnd() {
        assertThat(decide(new DeliveryResult.Delivered("17"), 3, Duration.ofHours(1)))
                .isEqualTo(new Disposition(State.DELIVERED, null, true, "17", null, null));
    }

    @Test
    void refusedForGoodIsDeadAtOnce() {
        assertThat(decide(new DeliveryResult.Rejected("unknown chat"), 0, Duration.ZERO))
                .isEqualTo(new Disposition(State.DEAD, null, true, null, "unknown chat", null));
    }

    @Test
    void askedToWaitCountsAsNoAttemptAndPausesTheChannel() {
        Instant until = CREATED.plusSeconds(40);
        assertThat(decide(new DeliveryResult.RetryAfter(Duration.ofSeconds(30), "429"), 0, Duration.ofSeconds(10)))
                .isEqualTo(new Disposition(State.PENDING, until, false, null, "429", until));
    }

    @Test
    void failedIsTriedAgainLaterAndLater() {
        assertThat(decide(new DeliveryResult.Failed("time-out"), 0, Duration.ZERO)
                        .dueAt())
                .isEqualTo(CREATED.plusSeconds(1));
        assertThat(decide(new DeliveryResult.Failed("time-out"), 3, Duration.ZERO)
                        .dueAt())
                .isEqualTo(CREATED.plusSeconds(8));
    }

    @Test
    void givenUpAfterADayWithTheLastReason() {
        Disposition disposition = decide(new DeliveryResult.Failed("time-out"), 300, DAY);
        assertThat(disposition.state()).isEqualTo(State.DEAD);
        assertThat(disposition.reason()).isEqualTo("Given up after 1 d; at last: time-out");
        assertThat(decide(new DeliveryResult.RetryAfter(Duration.ofSeconds(1), "not paired"), 0, DAY)
                        .state())
                .isEqualTo(State.DEAD);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1000", "1, 0.999999, 501", "2, 0, 2000", "9, 0, 256000", "10, 0, 300000", "5000, 0, 300000"})
    void backoffDoublesUpToItsLongest(int attempts, double random, long millis) {
        assertThat(BACKOFF.after(attempts, random)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT42.9S, 42 s",
        "PT3M20S, 3 min 20 s",
        "PT3H12M9S, 3 h 12 min",
        "PT2H, 2 h",
        "P2DT4H, 2 d 4 h",
        "PT-5S, 0 s"
    })
    void durationsAreSaidInWords(Duration duration, String words) {
        assertThat(Durations.words(duration)).isEqualTo(words);
    }
}

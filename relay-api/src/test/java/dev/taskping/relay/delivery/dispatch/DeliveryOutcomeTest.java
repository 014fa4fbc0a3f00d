package dev.taskping.relay.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.delivery.dispatch.DeliveryOutcome.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryOutcomeTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final ProportionalBackoff BACKOFF =
            new ProportionalBackoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private static DeliveryOutcome decide(DeliveryResult result, Duration age) {
        return DeliveryOutcome.of(result, CREATED, CREATED.plus(age), DAY, BACKOFF, 0);
    }

    @Test
    void acceptedMessageIsDelivered() {
        assertThat(decide(new DeliveryResult.Delivered("17"), Duration.ofHours(1)))
                .isEqualTo(new DeliveryOutcome(State.DELIVERED, null, true, "17", null, null));
    }

    @Test
    void refusedMessageIsDeadAtOnce() {
        assertThat(decide(new DeliveryResult.Rejected("unknown chat"), Duration.ZERO))
                .isEqualTo(new DeliveryOutcome(State.DEAD, null, true, null, "unknown chat", null));
    }

    @Test
    void askedToWaitCountsAsNoAttemptAndPausesTheLane() {
        Instant until = CREATED.plusSeconds(40);
        assertThat(decide(new DeliveryResult.RetryAfter(Duration.ofSeconds(30), "429"), Duration.ofSeconds(10)))
                .isEqualTo(new DeliveryOutcome(State.PENDING, until, false, null, "429", until));
    }

    @Test
    void failedMessageIsTriedAgainWithGrowingPauses() {
        assertThat(decide(new DeliveryResult.Failed("time-out"), Duration.ZERO).dueAt())
                .isEqualTo(CREATED.plusSeconds(1));
        assertThat(decide(new DeliveryResult.Failed("time-out"), Duration.ofMinutes(2))
                        .dueAt())
                .isEqualTo(CREATED.plusSeconds(120 + 12));
    }

    @Test
    void messageIsGivenUpAfterADayWithTheLastReason() {
        DeliveryOutcome outcome = decide(new DeliveryResult.Failed("time-out"), DAY);
        assertThat(outcome.state()).isEqualTo(State.DEAD);
        assertThat(outcome.reason()).isEqualTo("Given up after 1 d; at last: time-out");
        assertThat(decide(new DeliveryResult.RetryAfter(Duration.ofSeconds(1), "not paired"), DAY)
                        .state())
                .isEqualTo(State.DEAD);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0, 1000",
        "PT0S, 0.999999, 501",
        "PT10S, 0, 1000",
        "PT20S, 0, 2000",
        "PT20S, 0.5, 1500",
        "PT10M, 0, 60000",
        "PT50M, 0, 300000",
        "PT23H, 0, 300000"
    })
    void pausesAreATenthOfTheOutageWithinBounds(Duration failingFor, double random, long millis) {
        assertThat(BACKOFF.after(failingFor, random)).isEqualTo(Duration.ofMillis(millis));
    }
}

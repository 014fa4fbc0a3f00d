package dev.taskping.operator.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WatchPositionTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final WatchPosition position = new WatchPosition(Duration.ofMinutes(1));

    private boolean seesUntil(String newest, int seconds) {
        return position.isQuiet(newest, NOON.plusSeconds(seconds));
    }

    @Test
    void positionIsTheNewestChangeSeen() {
        assertThat(seesUntil("10", 0)).isFalse();
        assertThat(position.value()).isEqualTo("10");
        assertThat(seesUntil("12", 2)).isFalse();
        assertThat(position.value()).isEqualTo("12");
    }

    /** What the API server has reached now may not have arrived yet. */
    @Test
    void quietWatchFollowsAMinuteBehindTheApiServer() {
        seesUntil("10", 0);
        assertThat(seesUntil("10", 59)).isFalse();
        assertThat(seesUntil("10", 60)).isTrue();
        position.follow("50");
        assertThat(position.value()).isEqualTo("10");
        assertThat(seesUntil("10", 62)).isFalse();
        assertThat(seesUntil("10", 120)).isTrue();
        position.follow("90");
        assertThat(position.value()).isEqualTo("50");
        assertThat(seesUntil("10", 122)).isFalse();
        assertThat(position.value()).isEqualTo("50");
    }

    @Test
    void interruptedWatchDoesNotFollow() {
        seesUntil("10", 0);
        seesUntil("10", 60);
        position.follow("50");
        seesUntil("10", 120);
        position.follow(null);
        seesUntil("10", 180);
        position.follow("130");
        assertThat(position.value()).isEqualTo("10");
    }
}

package dev.taskping.operator.relay;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: doubling up to a limit, with half of it random so that many who wait do not
 * come back together.
 *
 * @param first before the second attempt
 * @param longest never more than this
 */
public record Backoff(Duration first, Duration longest) {

    /** The wait after that many failed attempts, at least 1. */
    public Duration after(int failures) {
        int doublings = Math.min(failures - 1, 20);
        long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
        long half = full / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }
}

package dev.taskping.relay.notify;

import java.time.Duration;

/**
 * The pauses between attempts: doubling, with up to half of each taken off at random so that what failed together does
 * not come back together.
 *
 * @param first after the first failure
 * @param longest never longer than this
 */
record Backoff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 30;

    /**
     * The pause after an attempt that failed.
     *
     * @param attempts how many attempts have failed, at least 1
     * @param random from 0 (inclusive) to 1
     */
    Duration after(int attempts, double random) {
        long doubled = first.toMillis() << Math.min(attempts - 1, MAX_DOUBLINGS);
        long full = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(full - (long) (full / 2.0 * random));
    }
}

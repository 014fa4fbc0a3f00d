package dev.taskping.relay.delivery.dispatch;

import java.time.Duration;

/**
 * The pauses between attempts: a tenth of the time since the first failure, so that waiting adds at most a tenth to an outage
 * of any length. Up to half of each pause is random, so that what failed together does not retry together.
 *
 * @param first the shortest pause, before chance shortens it
 * @param longest the longest pause
 */
record ProportionalBackoff(Duration first, Duration longest) {

    private static final int PART = 10;

    /**
     * The pause after an attempt that failed.
     *
     * @param failingFor the time since the first failure
     * @param random from 0 (inclusive) to 1
     */
    Duration after(Duration failingFor, double random) {
        long part = failingFor.toMillis() / PART;
        long full = Math.min(Math.max(part, first.toMillis()), longest.toMillis());
        return Duration.ofMillis(full - (long) (full / 2.0 * random));
    }
}

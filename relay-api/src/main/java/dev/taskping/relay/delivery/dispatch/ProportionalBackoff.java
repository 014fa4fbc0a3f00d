package dev.taskping.relay.delivery.dispatch;

import java.time.Duration;

/**
 * The pauses between attempts: a tenth of the time that something has not worked, so that trying again adds at most a tenth
 * to an outage of any length, with up to half of each pause taken off at random so that what failed together does not come
 * back together.
 *
 * @param first never shorter than this, but for chance
 * @param longest never longer than this
 */
record ProportionalBackoff(Duration first, Duration longest) {

    private static final int PART = 10;

    /**
     * The pause after an attempt that failed.
     *
     * @param failingFor for how long it has not worked
     * @param random from 0 (inclusive) to 1
     */
    Duration after(Duration failingFor, double random) {
        long part = failingFor.toMillis() / PART;
        long full = Math.min(Math.max(part, first.toMillis()), longest.toMillis());
        return Duration.ofMillis(full - (long) (full / 2.0 * random));
    }
}

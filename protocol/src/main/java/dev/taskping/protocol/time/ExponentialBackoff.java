package dev.taskping.protocol.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The waits between attempts: each is twice the one before, up to a limit. Half of each wait is random, so that many who
 * failed together do not retry together.
 *
 * @param first the wait after the first failure
 * @param longest the longest wait
 */
public record ExponentialBackoff(Duration first, Duration longest) {

    /** Doubling more often would overflow a long. */
    private static final int MOST_DOUBLINGS = 20;

    /** The wait after that many failures in a row, at least 1. */
    public Duration after(int failures) {
        int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
        long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
        long half = full / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
    }

    /** Waits as long as {@link #after} says. */
    public void sleep(int failures) throws InterruptedException {
        Thread.sleep(after(failures));
    }

    /** Waits as long as {@link #after} says; if the thread is interrupted, returns at once and leaves it interrupted. */
    public void sleepOrStayInterrupted(int failures) {
        try {
            sleep(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.taskping.operator.background;

import dev.taskping.protocol.time.ExponentialBackoff;
import java.time.Duration;

/** Work that a {@link BackgroundTask} repeats until it is stopped. */
public interface RepeatedWork {

    /** What the work is, as the start of a log line: {@code Poll of the channels' status}. */
    String name();

    /**
     * Does the work once; it may block. After an unchecked exception it runs again, after a backoff.
     *
     * @throws InterruptedException if the task is being stopped
     */
    void run() throws InterruptedException;

    /** How long to wait before the first run. */
    default Duration initialDelay() {
        return Duration.ZERO;
    }

    /** How long to wait after a run. */
    Duration interval();

    /** Waits for the next run; work that can be woken earlier overrides this. */
    default void awaitNextRun() throws InterruptedException {
        Thread.sleep(interval());
    }

    /** How long to wait after a run that failed. */
    default ExponentialBackoff backoff() {
        Duration shortest = Duration.ofMillis(500);
        Duration longest = Duration.ofSeconds(5);
        return new ExponentialBackoff(shortest, interval().compareTo(longest) > 0 ? interval() : longest);
    }
}

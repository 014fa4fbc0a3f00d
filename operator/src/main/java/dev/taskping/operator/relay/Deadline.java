package dev.taskping.operator.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Until when a command is still wanted, by this machine's own steady clock: the relay says how long, never when.
 *
 * @param nanos a value of {@link System#nanoTime()}; absent for ever
 */
public record Deadline(@Nullable Long nanos) {

    /** So many seconds from now; absent: no end. */
    public static Deadline in(@Nullable Long seconds) {
        return new Deadline(
                seconds == null
                        ? null
                        : System.nanoTime()
                                + Duration.ofSeconds(Math.clamp(seconds, 0, Integer.MAX_VALUE))
                                        .toNanos());
    }

    /** Whether it is too late. */
    public boolean isPast() {
        return nanos != null && System.nanoTime() - nanos > 0;
    }
}

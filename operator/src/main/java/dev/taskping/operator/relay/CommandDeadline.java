package dev.taskping.operator.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time after which a command must not be carried out, by this machine's monotonic clock: the relay sends a duration, so that
 * the clocks need not agree.
 *
 * @param nanos a value of {@link System#nanoTime()}; absent: no deadline
 */
public record CommandDeadline(@Nullable Long nanos) {

    /** So many seconds from now; absent: no deadline. */
    public static CommandDeadline in(@Nullable Long seconds) {
        return new CommandDeadline(
                seconds == null
                        ? null
                        : System.nanoTime()
                                + Duration.ofSeconds(Math.clamp(seconds, 0, Integer.MAX_VALUE))
                                        .toNanos());
    }

    /** Whether the deadline has passed. */
    public boolean isPast() {
        return nanos != null && System.nanoTime() - nanos > 0;
    }
}

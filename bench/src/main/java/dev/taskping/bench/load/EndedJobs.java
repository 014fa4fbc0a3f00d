package dev.taskping.bench.load;

import java.time.Duration;
import java.util.Map;

/**
 * Jobs that were ended.
 *
 * @param written by the Job's uid, the {@link System#nanoTime()} at which the write of its last status returned
 * @param rate writes per second, from the first one's start to the last one's return
 * @param late the most that a write began after its time
 */
public record EndedJobs(Map<String, Long> written, double rate, Duration late) {

    public EndedJobs {
        written = Map.copyOf(written);
    }

    /** When the last write returned. */
    public long last() {
        return written.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}

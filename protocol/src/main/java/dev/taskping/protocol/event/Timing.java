package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a task was created, started and ended; each may be unknown.
 *
 * @param queued when the task was created
 * @param started when the task started to run
 * @param finished when the task ended
 */
public record Timing(@Nullable Instant queued, @Nullable Instant started, @Nullable Instant finished) {

    /** All times are unknown. */
    public static final Timing UNKNOWN = new Timing(null, null, null);

    /** The time from start to end, if both are known. */
    @JsonIgnore
    public Optional<Duration> duration() {
        return started == null || finished == null
                ? Optional.empty()
                : Optional.of(Duration.between(started, finished));
    }
}

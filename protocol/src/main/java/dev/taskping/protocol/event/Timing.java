package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a task was created, began and ended, each as far as known.
 *
 * @param queued when it was created
 * @param started when it began to run
 * @param finished when it ended
 */
public record Timing(@Nullable Instant queued, @Nullable Instant started, @Nullable Instant finished) {

    /** Nothing is known. */
    public static final Timing UNKNOWN = new Timing(null, null, null);

    /** From start to end, where both are known. */
    @JsonIgnore
    public Optional<Duration> duration() {
        return started == null || finished == null
                ? Optional.empty()
                : Optional.of(Duration.between(started, finished));
    }
}

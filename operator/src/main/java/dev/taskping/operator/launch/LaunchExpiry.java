package dev.taskping.operator.launch;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.protocol.time.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a Launch that is not decided expires. Pure. */
final class LaunchExpiry {

    /** How long a Launch awaits its confirmation if it has no time to live. */
    static final Duration CONFIRMATION_TIMEOUT = Duration.ofHours(1);

    /**
     * Why a Launch expired.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Expiry(String reason, String message) {}

    private LaunchExpiry() {}

    /** When the Launch expires; empty if it never does. */
    static Optional<Instant> end(Launch launch) {
        return length(launch).map(created(launch)::plus);
    }

    /** Why the Launch has expired; empty if it has not. */
    static Optional<Expiry> expiry(Launch launch, Instant now) {
        return length(launch)
                .filter(length -> !now.isBefore(created(launch).plus(length)))
                .map(length -> {
                    String after = DurationFormat.exactWords(length) + " after it was created";
                    return awaitsConfirmation(launch)
                            ? new Expiry("NotConfirmed", "Nobody confirmed it; it expired " + after)
                            : new Expiry("NotDecided", "It could not be decided in time; it expired " + after);
                });
    }

    private static Optional<Duration> length(Launch launch) {
        Long seconds = launch.getSpec().ttlSeconds();
        if (seconds != null) {
            return Optional.of(Duration.ofSeconds(seconds));
        }
        return awaitsConfirmation(launch) ? Optional.of(CONFIRMATION_TIMEOUT) : Optional.empty();
    }

    private static boolean awaitsConfirmation(Launch launch) {
        return launch.getStatus() != null && launch.getStatus().phase() == Phase.AWAITING_CONFIRMATION;
    }

    private static Instant created(Launch launch) {
        return Instant.parse(launch.getMetadata().getCreationTimestamp());
    }
}

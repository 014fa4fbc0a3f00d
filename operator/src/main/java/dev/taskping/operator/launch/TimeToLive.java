package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Until when a Launch that is not decided is still wanted. */
final class TimeToLive {

    /** A question that nobody answers is not kept for ever, where the command does not say how long it is wanted. */
    static final Duration QUESTION = Duration.ofHours(1);

    /**
     * Why a Launch is wanted no more.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person who asked
     */
    record Expiry(String reason, String message) {}

    private TimeToLive() {}

    /** The last moment at which it may be decided; empty if it may at any time. */
    static Optional<Instant> end(Launch launch) {
        return length(launch).map(created(launch)::plus);
    }

    /** Whether it is too late now, and what to tell the person then. */
    static Optional<Expiry> expiry(Launch launch, Instant now) {
        return length(launch)
                .filter(length -> !now.isBefore(created(launch).plus(length)))
                .map(length -> {
                    String after = Words.span(length) + " after it was asked for";
                    return isAsked(launch)
                            ? new Expiry("NotConfirmed", "Nobody said that it is meant; it lapsed " + after)
                            : new Expiry("NotDecided", "It could not be carried out in time; it lapsed " + after);
                });
    }

    private static Optional<Duration> length(Launch launch) {
        Long seconds = launch.getSpec().ttlSeconds();
        if (seconds != null) {
            return Optional.of(Duration.ofSeconds(seconds));
        }
        return isAsked(launch) ? Optional.of(QUESTION) : Optional.empty();
    }

    private static boolean isAsked(Launch launch) {
        return launch.getStatus() != null && launch.getStatus().phase() == Phase.AWAITING_CONFIRMATION;
    }

    private static Instant created(Launch launch) {
        return Instant.parse(launch.getMetadata().getCreationTimestamp());
    }
}

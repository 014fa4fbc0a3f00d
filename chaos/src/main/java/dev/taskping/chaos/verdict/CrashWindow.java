package dev.taskping.chaos.verdict;

import dev.taskping.chaos.fault.Outage;
import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.testkit.testbed.RelayInspector.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Explains why a message was sent again although a provider had taken it: DESIGN's guarantee G2 allows that only if we died,
 * or were cut off, between the provider's acceptance and our commit. Pure.
 */
final class CrashWindow {

    /** Between a provider's clock and the relay's, and between an attempt's begin and the request's arrival. */
    private static final Duration SLACK = Duration.ofMillis(250);

    /** How long after an acceptance it may take, on a busy machine, until it is committed. */
    private static final Duration COMMIT = Duration.ofSeconds(1);

    private CrashWindow() {}

    /**
     * Why the copy that was taken at that moment was not the last one; empty if nothing explains it.
     *
     * @param attempts those on record of the delivery that the copy belongs to
     */
    static Optional<String> explain(Instant taken, List<Attempt> attempts, OutageTimeline outageTimeline) {
        if (attempts.stream().anyMatch(attempt -> answerWasLost(attempt, taken, outageTimeline))) {
            return Optional.of("the provider's answer was lost; the attempt is on record as failed");
        }
        if (outageTimeline.overlaps(Outage.RELAY_KILLED, taken.minus(SLACK), taken.plus(COMMIT))) {
            return Optional.of("the relay was killed before it wrote down that the provider had taken it");
        }
        if (outageTimeline.overlaps(Outage.DATABASE_AWAY, taken.minus(COMMIT), taken.plus(COMMIT))) {
            return Optional.of("PostgreSQL was away before it was written down that the provider had taken it");
        }
        return Optional.empty();
    }

    /** What a stalled network held back arrives when it is restored, perhaps after the relay has given the attempt up. */
    private static boolean answerWasLost(Attempt attempt, Instant taken, OutageTimeline outageTimeline) {
        Instant ended = attempt.at().plus(attempt.latency());
        return attempt.result().equals("failed")
                && !taken.isBefore(attempt.at().minus(SLACK))
                && outageTimeline.of(Outage.ANSWERS_LOST).stream()
                        .filter(lost -> lost.overlaps(attempt.at(), ended))
                        .anyMatch(lost -> !taken.isAfter(later(lost.to(), ended).plus(SLACK)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

package dev.taskping.chaos.verdict;

import dev.taskping.chaos.fault.Timeline;
import dev.taskping.chaos.fault.Trouble;
import dev.taskping.chaos.work.Ending;
import dev.taskping.chaos.work.Truth;
import dev.taskping.protocol.event.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What may be told of a Job, given what was broken when. Pure.
 *
 * <p>A Job that exists when all is well again is told exactly as it ended. So is one that was deleted after its end: the
 * watch shows its last state, or the Job controller's Event does. Only of a Job that was deleted while it ran and while
 * nobody watched may it be said that nobody knows how it ended. Only of a Job whose whole life fell into a time in which
 * nobody watched may nothing be said: no operator ever saw it.
 *
 * @param results the results that may be told
 * @param mayBeUntold whether nothing may be told
 */
public record Expectation(Set<Result> results, boolean mayBeUntold) {

    /** What an operator that watches may take until the relay has recorded that a Job runs, on a machine that is busy. */
    private static final Duration UNTIL_RECORDED = Duration.ofSeconds(1);

    public Expectation {
        results = Set.copyOf(results);
    }

    /** Decides. */
    public static Expectation of(Truth truth, Timeline timeline) {
        Set<Result> results = EnumSet.of(truth.ending().result());
        Instant started = truth.started();
        boolean deletedUnseen =
                truth.ending().isDeleted() && timeline.overlaps(Trouble.NOBODY_WATCHES, truth.ended(), truth.last());
        if (deletedUnseen && truth.ending() == Ending.IS_CANCELLED) {
            results.add(Result.GONE);
        }
        boolean untold = deletedUnseen
                && timeline.covers(
                        List.of(Trouble.NOBODY_WATCHES, Trouble.RELAY_UNREACHABLE, Trouble.DATABASE_AWAY),
                        min(started.plus(UNTIL_RECORDED), truth.last()),
                        truth.last());
        return new Expectation(results, untold);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

package dev.taskping.chaos.verdict;

import dev.taskping.chaos.fault.Outage;
import dev.taskping.chaos.fault.OutageTimeline;
import dev.taskping.chaos.work.ActualOutcome;
import dev.taskping.chaos.work.Ending;
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
 * watch shows its last state, or the Job controller's Event does. Only of a Job that was deleted while it ran, and whose
 * deletion has no witness, may it be said that nobody knows how it ended. A witness is an operator, leading or standing by, that
 * watched then and lived until it could be told. Only of a Job without a witness that the relay could not be told of while it
 * ran may nothing be said.
 *
 * @param results the results that may be told
 * @param mayBeUntold whether nothing may be told
 */
public record Expectation(Set<Result> results, boolean mayBeUntold) {

    /** What an operator that watches may take until the relay has recorded that a Job runs, on a machine that is busy. */
    private static final Duration UNTIL_RECORDED = Duration.ofSeconds(1);

    /** A standby tells by itself what no leader has told for 10 s, and looks every 2 s. */
    private static final Duration STANDBYS_TURN = Duration.ofSeconds(13);

    /** While one of these lasts the relay is told nothing. */
    private static final List<Outage> UNTELLABLE =
            List.of(Outage.NOBODY_WATCHES, Outage.NOBODY_LEADS, Outage.RELAY_UNREACHABLE, Outage.DATABASE_AWAY);

    public Expectation {
        results = Set.copyOf(results);
    }

    /** Decides. */
    public static Expectation of(ActualOutcome actualOutcome, OutageTimeline outageTimeline) {
        Set<Result> results = EnumSet.of(actualOutcome.ending().result());
        boolean unwitnessed = actualOutcome.ending().isDeleted() && !hasWitness(actualOutcome, outageTimeline);
        if (unwitnessed && actualOutcome.ending() == Ending.IS_CANCELLED) {
            results.add(Result.GONE);
        }
        boolean untold = unwitnessed
                && outageTimeline.covers(
                        UNTELLABLE,
                        min(actualOutcome.started().plus(UNTIL_RECORDED), actualOutcome.last()),
                        actualOutcome.last());
        return new Expectation(results, untold);
    }

    private static boolean hasWitness(ActualOutcome actualOutcome, OutageTimeline outageTimeline) {
        if (outageTimeline.overlaps(Outage.NOBODY_WATCHES, actualOutcome.ended(), actualOutcome.last())) {
            return false;
        }
        Instant told = outageTimeline
                .worksAfter(UNTELLABLE, actualOutcome.last(), UNTIL_RECORDED)
                .plus(STANDBYS_TURN);
        return !outageTimeline.allAbsentWithin(actualOutcome.last(), told);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

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
 * <p>A Job that exists when all is well again is told exactly as it ended. So is one whose deletion has a witness: an operator,
 * leading or standing by, that watched then and lived until it could be told, or the API server, whose watch cache shows it to the
 * next operator. Only of a Job without a witness that was deleted while it ran may it be said that nobody knows how it ended. Only
 * of a Job without a witness that the relay could not be told of while it ran may nothing be said.
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
        boolean unwitnessed = actualOutcome.ending().isDeleted()
                && !isReplayed(actualOutcome, outageTimeline)
                && !hasWitness(actualOutcome, outageTimeline);
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
        return !outageTimeline.allAbsentWithin(actualOutcome.last(), told(actualOutcome, outageTimeline));
    }

    private static boolean isReplayed(ActualOutcome actualOutcome, OutageTimeline outageTimeline) {
        return !outageTimeline.overlaps(
                Outage.HISTORY_LOST, actualOutcome.ended(), told(actualOutcome, outageTimeline));
    }

    private static Instant told(ActualOutcome actualOutcome, OutageTimeline outageTimeline) {
        return outageTimeline
                .worksAfter(UNTELLABLE, actualOutcome.last(), UNTIL_RECORDED)
                .plus(STANDBYS_TURN);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

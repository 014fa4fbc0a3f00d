package dev.taskping.relay.task;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.NextLaunch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one or several events report of one task. A task that has ended stays ended, whatever order its events arrive in.
 *
 * @param task the task
 * @param outcome how it ended; absent while it runs
 * @param timing when it was queued, started, finished, as far as these events say
 * @param usage what it used
 * @param log the log's tail
 * @param next what may be launched
 * @param finishRoute the channels that are told when it ends
 */
public record TaskChange(
        TaskIdentity task,
        @Nullable Outcome outcome,
        Timing timing,
        @Nullable Usage usage,
        @Nullable LogExcerpt log,
        List<NextLaunch> next,
        List<Route> finishRoute) {

    /** What one event reports. */
    public static TaskChange of(TaskEvent event) {
        TaskData data = event.data();
        return new TaskChange(
                data.task(),
                data.outcome(),
                data.timing(),
                data.usage(),
                data.log(),
                data.next(),
                data.outcome() == null ? data.finishRoute() : data.route());
    }

    /** What both report, of which {@code other} arrived later. */
    public TaskChange and(TaskChange other) {
        TaskChange winner = other.outcome == null && outcome != null ? this : other;
        TaskChange loser = winner == this ? other : this;
        return new TaskChange(
                winner.task,
                winner.outcome,
                new Timing(
                        either(winner.timing.queued(), loser.timing.queued()),
                        either(winner.timing.started(), loser.timing.started()),
                        either(winner.timing.finished(), loser.timing.finished())),
                either(winner.usage, loser.usage),
                either(winner.log, loser.log),
                winner.next.isEmpty() ? loser.next : winner.next,
                winner.finishRoute.isEmpty() ? loser.finishRoute : winner.finishRoute);
    }

    private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
        return first != null ? first : second;
    }
}

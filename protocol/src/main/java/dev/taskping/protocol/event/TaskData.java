package dev.taskping.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of its task.
 *
 * @param task who it is
 * @param outcome how it ended; present exactly in {@link TaskEventType#FINISHED} events
 * @param timing when it was queued, started, finished, as far as known
 * @param usage what it used, as far as known
 * @param log the end of its log, where it was asked for and could be read
 * @param route whom to tell of this very event; empty means: record it, tell nobody
 * @param next what a reply may launch, most likely first
 * @param finishRoute whom the task's end is to be told to, as known at this moment; the relay remembers it in case the
 *     task vanishes unseen
 * @param rules the rules that {@code route} was made by, those that do not apply included
 * @param progress how far it has come; present exactly in {@link TaskEventType#PROGRESS} events
 * @param attempts how often it was begun; in finished events, as far as known
 */
public record TaskData(
        TaskIdentity task,
        @Nullable Outcome outcome,
        Timing timing,
        @Nullable Usage usage,
        @Nullable LogExcerpt log,
        List<Route> route,
        List<NextLaunch> next,
        List<Route> finishRoute,
        List<RuleEvaluation> rules,
        @Nullable Progress progress,
        @Nullable TaskAttempt attempts) {

    /** Of a task that was begun once, as far as is known. */
    public TaskData(
            TaskIdentity task,
            @Nullable Outcome outcome,
            Timing timing,
            @Nullable Usage usage,
            @Nullable LogExcerpt log,
            List<Route> route,
            List<NextLaunch> next,
            List<Route> finishRoute,
            List<RuleEvaluation> rules,
            @Nullable Progress progress) {
        this(task, outcome, timing, usage, log, route, next, finishRoute, rules, progress, null);
    }

    /** Of a task that says nothing of how far it has come. */
    public TaskData(
            TaskIdentity task,
            @Nullable Outcome outcome,
            Timing timing,
            @Nullable Usage usage,
            @Nullable LogExcerpt log,
            List<Route> route,
            List<NextLaunch> next,
            List<Route> finishRoute,
            List<RuleEvaluation> rules) {
        this(task, outcome, timing, usage, log, route, next, finishRoute, rules, null);
    }

    /** Of a task whose end is not planned for: a finished one, or a session. */
    public TaskData(
            TaskIdentity task,
            @Nullable Outcome outcome,
            Timing timing,
            @Nullable Usage usage,
            @Nullable LogExcerpt log,
            List<Route> route,
            List<NextLaunch> next) {
        this(task, outcome, timing, usage, log, route, next, List.of(), List.of());
    }

    public TaskData {
        timing = timing == null ? Timing.UNKNOWN : timing;
        route = route == null ? List.of() : List.copyOf(route);
        next = next == null ? List.of() : List.copyOf(next);
        finishRoute = finishRoute == null ? List.of() : List.copyOf(finishRoute);
        rules = rules == null ? List.of() : List.copyOf(rules);
    }

    /** The same with another log, or none. */
    public TaskData withLog(@Nullable LogExcerpt other) {
        return new TaskData(task, outcome, timing, usage, other, route, next, finishRoute, rules, progress, attempts);
    }

    /** The same with how often it was begun. */
    public TaskData withAttempts(@Nullable TaskAttempt known) {
        return new TaskData(task, outcome, timing, usage, log, route, next, finishRoute, rules, progress, known);
    }
}

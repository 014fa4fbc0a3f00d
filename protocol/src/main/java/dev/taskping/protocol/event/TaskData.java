package dev.taskping.protocol.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event's data about its task.
 *
 * @param task the task
 * @param outcome how the task ended; present exactly in {@link TaskEventType#FINISHED} events
 * @param timing when the task was queued, started and finished, as far as known
 * @param usage the resources that the task used, if known
 * @param log the end of the task's log, if a rule wants it and the operator could read it
 * @param route the channels to notify about this event; if empty, the relay records the event and notifies nobody
 * @param next what a reply may launch, most likely first
 * @param finishRoute the channels to notify about the task's end, as known at this time; the relay uses them if the task
 *     disappears unobserved
 * @param rules the evaluated rules that led to {@code route}, including those that do not apply
 * @param progress the task's progress; present exactly in {@link TaskEventType#PROGRESS} events
 * @param attempts the attempt that decided the outcome; in finished events, if known
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

    /** Data without an attempt. */
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

    /** Data without progress. */
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

    /** Data without a route for the end: of a finished task, or of a session. */
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

    /** A copy with another log, or none. */
    public TaskData withLog(@Nullable LogExcerpt other) {
        return new TaskData(task, outcome, timing, usage, other, route, next, finishRoute, rules, progress, attempts);
    }

    /** A copy with the attempt that decided the outcome. */
    public TaskData withAttempts(@Nullable TaskAttempt known) {
        return new TaskData(task, outcome, timing, usage, log, route, next, finishRoute, rules, progress, known);
    }
}

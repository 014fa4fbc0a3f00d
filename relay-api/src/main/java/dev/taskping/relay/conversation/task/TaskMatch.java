package dev.taskping.relay.conversation.task;

import dev.taskping.protocol.event.Result;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.task.TaskView;
import java.util.List;
import java.util.Objects;

/** Matches a command that answers no message with the tasks that it may mean. Pure. */
public sealed interface TaskMatch {

    /** More buttons would not help. */
    int MOST = 5;

    /** No task. */
    record None() implements TaskMatch {}

    /** Only this one. */
    record One(TaskCandidate candidate) implements TaskMatch {}

    /** Any of these, newest first, at most {@link #MOST}. */
    record Several(List<TaskCandidate> candidates) implements TaskMatch {}

    /**
     * Matches a command with tasks.
     *
     * @param latest the tasks of the latest messages to the person's channels, newest first
     */
    static TaskMatch of(Verb verb, List<TaskCandidate> latest) {
        List<TaskCandidate> possible = latest.stream()
                .filter(candidate -> isPossible(verb, candidate.task()))
                .toList();
        if (verb instanceof Verb.Retry) {
            // "retry" means a failed task, if there is one.
            List<TaskCandidate> failed = possible.stream()
                    .filter(candidate -> result(candidate.task()) != Result.SUCCEEDED)
                    .toList();
            return among(failed.isEmpty() ? possible : failed);
        }
        boolean allTheSame = verb instanceof Verb.Launch launch
                && possible.stream()
                                .map(candidate -> wouldLaunch(launch, candidate.task()))
                                .distinct()
                                .count()
                        == 1;
        return allTheSame ? new One(possible.getFirst()) : among(possible);
    }

    private static TaskMatch among(List<TaskCandidate> possible) {
        return switch (possible.size()) {
            case 0 -> new None();
            case 1 -> new One(possible.getFirst());
            default -> new Several(possible.stream().limit(MOST).toList());
        };
    }

    private static boolean isPossible(Verb verb, TaskView task) {
        boolean runs = task.outcome() == null;
        return switch (verb) {
            case Verb.Stop stop -> runs;
            case Verb.Extend extend -> runs;
            case Verb.Mute mute -> runs;
            case Verb.Retry retry -> !runs;
            case Verb.Launch launch ->
                task.next().stream()
                        .anyMatch(next ->
                                launch.template() == null || next.template().equals(launch.template()));
            case Verb.Options options -> !task.next().isEmpty();
            case Verb.Keep keep -> true;
            case Verb.Unmute unmute -> true;
            case Verb.Status status -> true;
            case Verb.Logs logs -> true;
            case Verb.Confirm confirm -> false;
            case Verb.Pick pick -> false;
            case Verb.Help help -> false;
            case Verb.Unpair unpair -> false;
        };
    }

    /** A launch and its parameters: equal launches do the same, whatever task they follow. */
    record ResolvedLaunch(LaunchTarget target, String cluster, String namespace) {}

    private static ResolvedLaunch wouldLaunch(Verb.Launch launch, TaskView task) {
        return new ResolvedLaunch(
                LaunchTarget.resolve(launch, task.next()).orElseThrow(),
                Objects.requireNonNullElse(task.cluster(), ""),
                task.task().namespace());
    }

    private static Result result(TaskView task) {
        return task.outcome() == null ? Result.SUCCEEDED : task.outcome().result();
    }
}

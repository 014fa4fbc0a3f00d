package dev.taskping.relay.conversation;

import dev.taskping.protocol.event.Result;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.LaunchTarget;
import dev.taskping.relay.conversation.TaskResolver.Known;
import dev.taskping.relay.task.TaskView;
import java.util.List;
import java.util.Objects;

/** Which tasks a command can mean that was not said in answer to a task's message. Pure. */
sealed interface TaskMatch {

    /** More buttons than this are no help. */
    int MOST = 5;

    /** None comes into question. */
    record None() implements TaskMatch {}

    /** It can only be this one. */
    record One(Known task) implements TaskMatch {}

    /** Any of these, newest first, at most {@link #MOST}. */
    record Several(List<Known> tasks) implements TaskMatch {}

    /**
     * Decides.
     *
     * @param latest the tasks that were told of last, newest first
     */
    static TaskMatch of(Verb verb, List<Known> latest) {
        List<Known> possible = latest.stream()
                .filter(known -> comesIntoQuestion(verb, known.view()))
                .toList();
        if (verb instanceof Verb.Retry) {
            // Who says retry means what went wrong, if anything has.
            List<Known> wrong = possible.stream()
                    .filter(known -> result(known.view()) != Result.SUCCEEDED)
                    .toList();
            return among(wrong.isEmpty() ? possible : wrong);
        }
        boolean allTheSame = verb instanceof Verb.Launch launch
                && possible.stream()
                                .map(known -> wouldLaunch(launch, known.view()))
                                .distinct()
                                .count()
                        == 1;
        return allTheSame ? new One(possible.getFirst()) : among(possible);
    }

    private static TaskMatch among(List<Known> possible) {
        return switch (possible.size()) {
            case 0 -> new None();
            case 1 -> new One(possible.getFirst());
            default -> new Several(possible.stream().limit(MOST).toList());
        };
    }

    private static boolean comesIntoQuestion(Verb verb, TaskView task) {
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

    /** A launch with all that decides on it: from any task with the same one it does the same. */
    record Wanted(LaunchTarget target, String cluster, String namespace) {}

    private static Wanted wouldLaunch(Verb.Launch launch, TaskView task) {
        return new Wanted(
                LaunchTarget.resolve(launch, task.next()).orElseThrow(),
                Objects.requireNonNullElse(task.cluster(), ""),
                task.task().namespace());
    }

    private static Result result(TaskView task) {
        return task.outcome() == null ? Result.SUCCEEDED : task.outcome().result();
    }
}

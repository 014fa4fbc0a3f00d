package dev.taskping.relay.reply;

import dev.taskping.relay.command.Verb;
import dev.taskping.relay.reply.TaskContext.Known;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Does what a known person asks for about a known task, if the person may. */
@ApplicationScoped
class Requests {

    private final LaunchRequests launches;
    private final TaskRequests tasks;
    private final Mutes mutes;
    private final Unpairings unpairings;
    private final Refusals refusals;

    Requests(LaunchRequests launches, TaskRequests tasks, Mutes mutes, Unpairings unpairings, Refusals refusals) {
        this.launches = launches;
        this.tasks = tasks;
        this.mutes = mutes;
        this.unpairings = unpairings;
        this.refusals = refusals;
    }

    /**
     * Decides.
     *
     * @param certainty how sure it is that this is meant
     * @param around tasks that the person may have had in mind, where none was named
     */
    Answer decide(Handle handle, Asked asked, Verb verb, Certainty certainty, List<Known> around) {
        if (!verb.needs().isGivenTo(asked.member().role())) {
            return refused(handle, asked, verb);
        }
        return switch (verb) {
            case Verb.Help help -> Answer.of(Answers.help(asked.member()));
            case Verb.Unpair unpair -> unpairings.unpair(handle, asked);
            case Verb.Launch launch -> launches.launch(handle, asked, launch, certainty, around);
            case Verb.Options options -> launches.options(handle, asked, around);
            case Verb.Status status -> withTask(asked, verb, task -> Answer.of(TaskAnswers.status(task)));
            case Verb.Logs logs -> withTask(asked, verb, task -> Answer.of(TaskAnswers.logs(task, logs.lines())));
            case Verb.Retry retry -> withTask(asked, verb, task -> tasks.retry(handle, asked, task, certainty));
            case Verb.Stop stop -> withTask(asked, verb, task -> tasks.stop(handle, asked, task, certainty));
            case Verb.Keep keep -> withTask(asked, verb, task -> tasks.keep(handle, asked, task, certainty));
            case Verb.Extend extend ->
                withTask(asked, verb, task -> tasks.extend(handle, asked, task, extend.by(), certainty));
            case Verb.Mute mute -> withTask(asked, verb, task -> mutes.mute(handle, asked, task, mute.length()));
            case Verb.Unmute unmute -> withTask(asked, verb, task -> mutes.unmute(handle, asked, task));
            case Verb.Confirm confirm -> Answer.brief(Answers.nothingAsked());
            case Verb.Pick pick -> Answer.brief(Answers.nothingAsked());
        };
    }

    private static Answer withTask(Asked asked, Verb verb, Function<TaskView, Answer> doing) {
        TaskView task = asked.task();
        return task == null ? Answer.brief(Answers.noTask(verb)) : doing.apply(task);
    }

    /** Refuses, in writing. */
    Answer refused(Handle handle, Asked asked, Verb verb) {
        refusals.ofRole(handle, asked, verb.words());
        return Answer.brief(Answers.permissionMissing(verb, asked.member().role()));
    }
}

package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Verb;
import dev.taskping.relay.conversation.TaskResolver.Known;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Does what a known person asks for about a known task, if the person may. */
@ApplicationScoped
class CommandRouter {

    private final LaunchCommandHandler launches;
    private final TaskCommandHandler tasks;
    private final MuteHandler muteHandler;
    private final UnpairingHandler unpairingHandler;
    private final RefusalRecorder refusalRecorder;

    CommandRouter(LaunchCommandHandler launches, TaskCommandHandler tasks, MuteHandler muteHandler, UnpairingHandler unpairingHandler, RefusalRecorder refusalRecorder) {
        this.launches = launches;
        this.tasks = tasks;
        this.muteHandler = muteHandler;
        this.unpairingHandler = unpairingHandler;
        this.refusalRecorder = refusalRecorder;
    }

    /**
     * Decides.
     *
     * @param certainty how sure it is that this is meant
     * @param around tasks that the person may have had in mind, where none was named
     */
    Reply decide(Handle handle, RequestContext requestContext, Verb verb, IntentConfidence intentConfidence, List<Known> around) {
        if (!verb.needs().isGivenTo(requestContext.member().role())) {
            return refused(handle, requestContext, verb);
        }
        return switch (verb) {
            case Verb.Help help -> Reply.of(ReplyTexts.help(requestContext.member()));
            case Verb.Unpair unpair -> unpairingHandler.unpair(handle, requestContext);
            case Verb.Launch launch -> launches.launch(handle, requestContext, launch, intentConfidence, around);
            case Verb.Options options -> launches.options(handle, requestContext, around);
            case Verb.Status status -> withTask(requestContext, verb, task -> Reply.of(TaskReplies.status(task)));
            case Verb.Logs logs -> withTask(requestContext, verb, task -> Reply.of(TaskReplies.logs(task, logs.lines())));
            case Verb.Retry retry -> withTask(requestContext, verb, task -> tasks.retry(handle, requestContext, task, intentConfidence));
            case Verb.Stop stop -> withTask(requestContext, verb, task -> tasks.stop(handle, requestContext, task, intentConfidence));
            case Verb.Keep keep -> withTask(requestContext, verb, task -> tasks.keep(handle, requestContext, task, intentConfidence));
            case Verb.Extend extend ->
                withTask(requestContext, verb, task -> tasks.extend(handle, requestContext, task, extend.by(), intentConfidence));
            case Verb.Mute mute -> withTask(requestContext, verb, task -> muteHandler.mute(handle, requestContext, task, mute.length()));
            case Verb.Unmute unmute -> withTask(requestContext, verb, task -> muteHandler.unmute(handle, requestContext, task));
            case Verb.Confirm confirm -> Reply.brief(ReplyTexts.nothingAsked());
            case Verb.Pick pick -> Reply.brief(ReplyTexts.nothingAsked());
        };
    }

    private static Reply withTask(RequestContext requestContext, Verb verb, Function<TaskView, Reply> doing) {
        TaskView task = requestContext.task();
        return task == null ? Reply.brief(ReplyTexts.noTask(verb)) : doing.apply(task);
    }

    /** Refuses, in writing. */
    Reply refused(Handle handle, RequestContext requestContext, Verb verb) {
        refusalRecorder.ofRole(handle, requestContext, verb.words());
        return Reply.brief(ReplyTexts.permissionMissing(verb, requestContext.member().role()));
    }
}

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

    CommandRouter(
            LaunchCommandHandler launches,
            TaskCommandHandler tasks,
            MuteHandler muteHandler,
            UnpairingHandler unpairingHandler,
            RefusalRecorder refusalRecorder) {
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
    BotReply decide(Handle handle, MemberRequest request, Verb verb, TaskSelection selection, List<Known> around) {
        if (!verb.needs().isGivenTo(request.member().role())) {
            return refused(handle, request, verb);
        }
        return switch (verb) {
            case Verb.Help help -> BotReply.of(ReplyTexts.help(request.member()));
            case Verb.Unpair unpair -> unpairingHandler.unpair(handle, request);
            case Verb.Launch launch -> launches.launch(handle, request, launch, selection, around);
            case Verb.Options options -> launches.options(handle, request, around);
            case Verb.Status status -> withTask(request, verb, task -> BotReply.of(TaskMessages.status(task)));
            case Verb.Logs logs -> withTask(request, verb, task -> BotReply.of(TaskMessages.logs(task, logs.lines())));
            case Verb.Retry retry -> withTask(request, verb, task -> tasks.retry(handle, request, task, selection));
            case Verb.Stop stop -> withTask(request, verb, task -> tasks.stop(handle, request, task, selection));
            case Verb.Keep keep -> withTask(request, verb, task -> tasks.keep(handle, request, task, selection));
            case Verb.Extend extend ->
                withTask(request, verb, task -> tasks.extend(handle, request, task, extend.by(), selection));
            case Verb.Mute mute ->
                withTask(request, verb, task -> muteHandler.mute(handle, request, task, mute.length()));
            case Verb.Unmute unmute -> withTask(request, verb, task -> muteHandler.unmute(handle, request, task));
            case Verb.Confirm confirm -> BotReply.brief(ReplyTexts.nothingAsked());
            case Verb.Pick pick -> BotReply.brief(ReplyTexts.nothingAsked());
        };
    }

    private static BotReply withTask(MemberRequest request, Verb verb, Function<TaskView, BotReply> doing) {
        TaskView task = request.task();
        return task == null ? BotReply.brief(ReplyTexts.noTask(verb)) : doing.apply(task);
    }

    /** Refuses, in writing. */
    BotReply refused(Handle handle, MemberRequest request, Verb verb) {
        refusalRecorder.ofRole(handle, request, verb.words());
        return BotReply.brief(
                ReplyTexts.permissionMissing(verb, request.member().role()));
    }
}

package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.conversation.handler.CommandRouter;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.task.TaskResolver;
import dev.taskping.relay.conversation.task.TaskSelection;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Carries out the action behind a button, whether a person pressed the button or typed the reply that it stands for. */
@ApplicationScoped
class ActionHandler {

    private final OpenChoices options;
    private final TaskResolver tasks;
    private final CommandRouter router;

    ActionHandler(OpenChoices options, TaskResolver tasks, CommandRouter router) {
        this.options = options;
        this.tasks = tasks;
        this.router = router;
    }

    /** @param request on the channel that the action is about */
    BotReply take(Handle handle, MemberRequest request, Action action) {
        return options.refusal(handle, request, action)
                .orElseGet(() -> takeAllowed(handle, request.asPressOf(action.id()), action));
    }

    private BotReply takeAllowed(Handle handle, MemberRequest request, Action action) {
        TaskSelection selection = action.offer() == null ? TaskSelection.BUTTON : TaskSelection.OPTION;
        String taskUid = action.taskUid();
        if (taskUid == null || action.verb() instanceof Verb.Confirm) {
            return router.handle(handle, request, action.verb(), selection, List.of());
        }
        Optional<TaskView> task = tasks.find(handle, request.channel(), taskUid);
        return task.isEmpty()
                ? BotReply.brief(ReplyTexts.noTask())
                : router.handle(
                        handle,
                        request.about(request.member(), request.channel(), task.get()),
                        action.verb(),
                        selection,
                        List.of());
    }
}

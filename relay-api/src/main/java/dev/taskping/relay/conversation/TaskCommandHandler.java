package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.RetryTarget;
import dev.taskping.relay.command.TaskTarget;
import dev.taskping.relay.conversation.TaskResolver.Answered;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Turns a person's wish about a task that exists into a command: again, stop, keep, extend. */
@ApplicationScoped
class TaskCommandHandler {

    private final CommandSubmitter commandSubmitter;

    TaskCommandHandler(CommandSubmitter commandSubmitter) {
        this.commandSubmitter = commandSubmitter;
    }

    BotReply retry(Handle handle, MemberRequest request, TaskView task, TaskSelection selection) {
        String name = task.task().name();
        if (task.cluster() == null) {
            return BotReply.brief(ReplyTexts.notInACluster(name));
        }
        return task.outcome() == null
                ? BotReply.brief(ReplyTexts.stillRuns(name))
                : submit(handle, request, "▶ Launching " + name + " again", new RetryTarget(name), selection);
    }

    BotReply stop(Handle handle, MemberRequest request, TaskView task, TaskSelection selection) {
        String name = task.task().name();
        if (task.outcome() != null) {
            return BotReply.brief(ReplyTexts.endedAlready(name));
        }
        if (selection == TaskSelection.PRESSED && task.cluster() != null) {
            // What a thumb does in passing must not end three days of training.
            Answered about = new Answered(request.channel(), task.task().uid());
            return BotReply.asking(
                    ReplyTexts.stopForSure(name), List.of(new ReplyOption("⏹ Stop " + name, new Verb.Stop(), about)));
        }
        return change(handle, request, task, "⏹ Stopping " + name, Action.STOP, null, selection);
    }

    BotReply keep(Handle handle, MemberRequest request, TaskView task, TaskSelection selection) {
        String name = task.task().name();
        return change(handle, request, task, "📌 Keeping " + name, Action.KEEP, null, selection);
    }

    BotReply extend(Handle handle, MemberRequest request, TaskView task, Duration by, TaskSelection selection) {
        String name = task.task().name();
        return task.outcome() != null
                ? BotReply.brief(ReplyTexts.endedAlready(name))
                : change(
                        handle,
                        request,
                        task,
                        "⏱ Extending " + name + " by " + DurationFormat.words(by),
                        Action.EXTEND,
                        by,
                        selection);
    }

    private BotReply change(
            Handle handle,
            MemberRequest request,
            TaskView task,
            String begun,
            Action action,
            @Nullable Duration extendBy,
            TaskSelection selection) {
        return task.cluster() == null
                ? BotReply.brief(ReplyTexts.notInACluster(task.task().name()))
                : submit(
                        handle,
                        request,
                        begun,
                        new TaskTarget(action, task.task().uid(), task.task().name(), extendBy),
                        selection);
    }

    /** @param begun what the person sees meanwhile */
    private BotReply submit(
            Handle handle, MemberRequest request, String begun, CommandTarget target, TaskSelection selection) {
        // Who did not name the task sees at once which one it is taken to be.
        BotReply shown = selection == TaskSelection.CONCLUDED
                ? BotReply.brief(ReplyTexts.line(Severity.INFO, begun + ", the only task here that can be meant"))
                : BotReply.popUp(begun);
        return commandSubmitter.submit(handle, request, target, shown);
    }
}

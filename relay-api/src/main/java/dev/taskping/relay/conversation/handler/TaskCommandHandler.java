package dev.taskping.relay.conversation.handler;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.RetryTarget;
import dev.taskping.relay.command.TaskTarget;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.task.TaskSelection;
import dev.taskping.relay.delivery.outbox.ChannelTask;
import dev.taskping.relay.delivery.outbox.ReplyOption;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Submits commands about a task: retry, stop, keep, extend. */
@ApplicationScoped
class TaskCommandHandler {

    private final CommandSubmitter submitter;

    TaskCommandHandler(CommandSubmitter submitter) {
        this.submitter = submitter;
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
        if (selection == TaskSelection.BUTTON && task.cluster() != null) {
            // One wrong tap must not end three days of training.
            ChannelTask about =
                    new ChannelTask(request.channel().id(), task.task().uid());
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

    /** @param begun what to reply until the result arrives */
    private BotReply submit(
            Handle handle, MemberRequest request, String begun, CommandTarget target, TaskSelection selection) {
        // A person who did not name the task sees which one was inferred.
        BotReply shown = selection == TaskSelection.INFERRED
                ? BotReply.brief(ReplyTexts.line(Severity.INFO, begun + ", the only task here that you can mean"))
                : BotReply.popUp(begun);
        return submitter.submit(handle, request, target, shown);
    }
}

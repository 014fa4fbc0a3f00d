package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.RetryTarget;
import dev.taskping.relay.command.TaskTarget;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.message.DurationFormat;
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

    Reply retry(Handle handle, RequestContext requestContext, TaskView task, IntentConfidence intentConfidence) {
        String name = task.task().name();
        if (task.cluster() == null) {
            return Reply.brief(ReplyTexts.notInACluster(name));
        }
        return task.outcome() == null
                ? Reply.brief(ReplyTexts.stillRuns(name))
                : submit(handle, requestContext, "▶ Launching " + name + " again", new RetryTarget(name), intentConfidence);
    }

    Reply stop(Handle handle, RequestContext requestContext, TaskView task, IntentConfidence intentConfidence) {
        String name = task.task().name();
        if (task.outcome() != null) {
            return Reply.brief(ReplyTexts.endedAlready(name));
        }
        if (intentConfidence == IntentConfidence.PRESSED && task.cluster() != null) {
            // What a thumb does in passing must not end three days of training.
            Answered about = new Answered(requestContext.channel(), task.task().uid());
            return Reply.asking(
                    ReplyTexts.stopForSure(name), List.of(new Choice("⏹ Stop " + name, new Verb.Stop(), about)));
        }
        return change(handle, requestContext, task, "⏹ Stopping " + name, Action.STOP, null, intentConfidence);
    }

    Reply keep(Handle handle, RequestContext requestContext, TaskView task, IntentConfidence intentConfidence) {
        String name = task.task().name();
        return change(handle, requestContext, task, "📌 Keeping " + name, Action.KEEP, null, intentConfidence);
    }

    Reply extend(Handle handle, RequestContext requestContext, TaskView task, Duration by, IntentConfidence intentConfidence) {
        String name = task.task().name();
        return task.outcome() != null
                ? Reply.brief(ReplyTexts.endedAlready(name))
                : change(
                        handle,
                        requestContext,
                        task,
                        "⏱ Extending " + name + " by " + DurationFormat.words(by),
                        Action.EXTEND,
                        by,
                        intentConfidence);
    }

    private Reply change(
            Handle handle,
            RequestContext requestContext,
            TaskView task,
            String begun,
            Action action,
            @Nullable Duration extendBy,
            IntentConfidence intentConfidence) {
        return task.cluster() == null
                ? Reply.brief(ReplyTexts.notInACluster(task.task().name()))
                : submit(
                        handle,
                        requestContext,
                        begun,
                        new TaskTarget(action, task.task().uid(), task.task().name(), extendBy),
                        intentConfidence);
    }

    /** @param begun what the person sees meanwhile */
    private Reply submit(Handle handle, RequestContext requestContext, String begun, CommandTarget target, IntentConfidence intentConfidence) {
        // Who did not name the task sees at once which one it is taken to be.
        Reply shown = intentConfidence == IntentConfidence.CONCLUDED
                ? Reply.brief(ReplyTexts.line(Severity.INFO, begun + ", the only task here that can be meant"))
                : Reply.popUp(begun);
        return commandSubmitter.submit(handle, requestContext, target, shown);
    }
}

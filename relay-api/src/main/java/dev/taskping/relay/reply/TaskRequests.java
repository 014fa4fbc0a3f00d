package dev.taskping.relay.reply;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand.Action;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.RetryTarget;
import dev.taskping.relay.command.TaskTarget;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.notify.Durations;
import dev.taskping.relay.reply.TaskContext.Answered;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Turns a person's wish about a task that exists into a command: again, stop, keep, extend. */
@ApplicationScoped
class TaskRequests {

    private final Submissions submissions;

    TaskRequests(Submissions submissions) {
        this.submissions = submissions;
    }

    Answer retry(Handle handle, Asked asked, TaskView task, Certainty certainty) {
        String name = task.task().name();
        if (task.cluster() == null) {
            return Answer.brief(Answers.notInACluster(name));
        }
        return task.outcome() == null
                ? Answer.brief(Answers.stillRuns(name))
                : submit(handle, asked, "▶ Launching " + name + " again", new RetryTarget(name), certainty);
    }

    Answer stop(Handle handle, Asked asked, TaskView task, Certainty certainty) {
        String name = task.task().name();
        if (task.outcome() != null) {
            return Answer.brief(Answers.endedAlready(name));
        }
        if (certainty == Certainty.PRESSED && task.cluster() != null) {
            // What a thumb does in passing must not end three days of training.
            Answered about = new Answered(asked.channel(), task.task().uid());
            return Answer.asking(
                    Answers.stopForSure(name), List.of(new Choice("⏹ Stop " + name, new Verb.Stop(), about)));
        }
        return change(handle, asked, task, "⏹ Stopping " + name, Action.STOP, null, certainty);
    }

    Answer keep(Handle handle, Asked asked, TaskView task, Certainty certainty) {
        String name = task.task().name();
        return change(handle, asked, task, "📌 Keeping " + name, Action.KEEP, null, certainty);
    }

    Answer extend(Handle handle, Asked asked, TaskView task, Duration by, Certainty certainty) {
        String name = task.task().name();
        return task.outcome() != null
                ? Answer.brief(Answers.endedAlready(name))
                : change(
                        handle,
                        asked,
                        task,
                        "⏱ Extending " + name + " by " + Durations.words(by),
                        Action.EXTEND,
                        by,
                        certainty);
    }

    private Answer change(
            Handle handle,
            Asked asked,
            TaskView task,
            String begun,
            Action action,
            @Nullable Duration extendBy,
            Certainty certainty) {
        return task.cluster() == null
                ? Answer.brief(Answers.notInACluster(task.task().name()))
                : submit(
                        handle,
                        asked,
                        begun,
                        new TaskTarget(action, task.task().uid(), task.task().name(), extendBy),
                        certainty);
    }

    /** @param begun what the person sees meanwhile */
    private Answer submit(Handle handle, Asked asked, String begun, CommandTarget target, Certainty certainty) {
        // Who did not name the task sees at once which one it is taken to be.
        Answer shown = certainty == Certainty.CONCLUDED
                ? Answer.brief(Answers.line(Severity.INFO, begun + ", the only task here that can be meant"))
                : Answer.popUp(begun);
        return submissions.submit(handle, asked, target, shown);
    }
}

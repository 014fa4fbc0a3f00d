package dev.taskping.relay.reply;

import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.notify.MuteStore;
import dev.taskping.relay.notify.MuteStore.Muted;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Lets a channel hear less of a task, and more again. */
@ApplicationScoped
class Mutes {

    private final MuteStore store;
    private final AuditLog audit;

    Mutes(MuteStore store, AuditLog audit) {
        this.store = store;
        this.audit = audit;
    }

    Answer mute(Handle handle, Asked asked, TaskView task, Duration length) {
        String name = task.task().name();
        if (task.outcome() != null) {
            return Answer.brief(Answers.endedAlready(name));
        }
        store.mute(
                handle,
                asked.channel().workspace(),
                muted(asked, task),
                asked.member().name(),
                length);
        record(handle, asked, "mute " + name, length.toString());
        return Answer.brief(Answers.muted(name, asked.channel(), length));
    }

    Answer unmute(Handle handle, Asked asked, TaskView task) {
        String name = task.task().name();
        if (!store.unmute(handle, asked.channel().workspace(), muted(asked, task))) {
            return Answer.brief(Answers.notMuted(name));
        }
        record(handle, asked, "unmute " + name, "");
        return Answer.brief(Answers.unmuted(name, asked.channel()));
    }

    /** Those of the tasks that are muted on their channel. */
    List<TaskContext.Known> muted(Handle handle, String workspace, List<TaskContext.Known> tasks) {
        Set<Muted> muted = store.now(
                handle,
                workspace,
                tasks.stream().map(known -> known.view().task().uid()).toList());
        return tasks.stream()
                .filter(known -> muted.contains(new Muted(
                        known.where().channel().id(), known.view().task().uid())))
                .toList();
    }

    private static Muted muted(Asked asked, TaskView task) {
        return new Muted(asked.channel().id(), task.task().uid());
    }

    private void record(Handle handle, Asked asked, String what, String length) {
        audit.record(handle, asked, what, Decision.ACCEPTED, (asked.channel().key() + " " + length).strip());
    }
}

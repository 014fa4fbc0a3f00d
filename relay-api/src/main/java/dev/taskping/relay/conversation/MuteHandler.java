package dev.taskping.relay.conversation;

import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.delivery.outbox.MuteStore;
import dev.taskping.relay.delivery.outbox.MuteStore.Muted;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Lets a channel hear less of a task, and more again. */
@ApplicationScoped
class MuteHandler {

    private final MuteStore store;
    private final ConversationAudit audit;

    MuteHandler(MuteStore store, ConversationAudit audit) {
        this.store = store;
        this.audit = audit;
    }

    Reply mute(Handle handle, RequestContext requestContext, TaskView task, Duration length) {
        String name = task.task().name();
        if (task.outcome() != null) {
            return Reply.brief(ReplyTexts.endedAlready(name));
        }
        store.mute(
                handle,
                requestContext.channel().workspace(),
                muted(requestContext, task),
                requestContext.member().name(),
                length);
        record(handle, requestContext, "mute " + name, length.toString());
        return Reply.brief(ReplyTexts.muted(name, requestContext.channel(), length));
    }

    Reply unmute(Handle handle, RequestContext requestContext, TaskView task) {
        String name = task.task().name();
        if (!store.unmute(handle, requestContext.channel().workspace(), muted(requestContext, task))) {
            return Reply.brief(ReplyTexts.notMuted(name));
        }
        record(handle, requestContext, "unmute " + name, "");
        return Reply.brief(ReplyTexts.unmuted(name, requestContext.channel()));
    }

    /** Those of the tasks that are muted on their channel. */
    List<TaskResolver.Known> muted(Handle handle, String workspace, List<TaskResolver.Known> tasks) {
        Set<Muted> muted = store.now(
                handle,
                workspace,
                tasks.stream().map(known -> known.view().task().uid()).toList());
        return tasks.stream()
                .filter(known -> muted.contains(new Muted(
                        known.where().channel().id(), known.view().task().uid())))
                .toList();
    }

    private static Muted muted(RequestContext requestContext, TaskView task) {
        return new Muted(requestContext.channel().id(), task.task().uid());
    }

    private void record(Handle handle, RequestContext requestContext, String what, String length) {
        audit.record(handle, requestContext, what, Decision.ACCEPTED, (requestContext.channel().key() + " " + length).strip());
    }
}

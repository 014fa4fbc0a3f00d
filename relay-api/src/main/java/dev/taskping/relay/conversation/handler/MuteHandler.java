package dev.taskping.relay.conversation.handler;

import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.task.TaskCandidate;
import dev.taskping.relay.delivery.outbox.MuteStore;
import dev.taskping.relay.delivery.outbox.MuteStore.Muted;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Mutes tasks on a channel, and unmutes them. */
@ApplicationScoped
public class MuteHandler {

    private final MuteStore store;
    private final ConversationAudit audit;

    MuteHandler(MuteStore store, ConversationAudit audit) {
        this.store = store;
        this.audit = audit;
    }

    BotReply mute(Handle handle, MemberRequest request, TaskView task, Duration length) {
        String name = task.task().name();
        if (task.outcome() != null) {
            return BotReply.brief(ReplyTexts.endedAlready(name));
        }
        store.mute(
                handle,
                request.channel().workspace(),
                muted(request, task),
                request.member().name(),
                length);
        record(handle, request, "mute " + name, length.toString());
        return BotReply.brief(ReplyTexts.muted(name, request.channel(), length));
    }

    BotReply unmute(Handle handle, MemberRequest request, TaskView task) {
        String name = task.task().name();
        if (!store.unmute(handle, request.channel().workspace(), muted(request, task))) {
            return BotReply.brief(ReplyTexts.notMuted(name));
        }
        record(handle, request, "unmute " + name, "");
        return BotReply.brief(ReplyTexts.unmuted(name, request.channel()));
    }

    /** Those of the candidates that are muted on their channel. */
    public List<TaskCandidate> muted(Handle handle, String workspace, List<TaskCandidate> candidates) {
        Set<Muted> muted = store.now(
                handle,
                workspace,
                candidates.stream()
                        .map(candidate -> candidate.task().task().uid())
                        .toList());
        return candidates.stream()
                .filter(candidate -> muted.contains(new Muted(
                        candidate.channel().id(), candidate.task().task().uid())))
                .toList();
    }

    private static Muted muted(MemberRequest request, TaskView task) {
        return new Muted(request.channel().id(), task.task().uid());
    }

    private void record(Handle handle, MemberRequest request, String what, String length) {
        audit.record(
                handle, request, what, Decision.ACCEPTED, (request.channel().key() + " " + length).strip());
    }
}

package dev.taskping.relay.conversation.sender;

import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.people.Member;
import dev.taskping.relay.task.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * A request of a member of a channel.
 *
 * @param update what the person wrote or pressed
 * @param dedupKey the same for each repetition of the request
 * @param member who asks, as the channel names the person
 * @param acting who that is in the namespace of what is asked for, where a role counts; the member, unless the person is known
 *     there
 * @param channel the channel that it is asked on
 * @param task the task it is about, once that is known
 */
public record MemberRequest(
        InboundUpdate update,
        String dedupKey,
        Member member,
        Member acting,
        RegisteredChannel channel,
        @Nullable TaskView task) {

    /** A request whose task is not known yet. */
    static MemberRequest of(InboundUpdate update, Member member, RegisteredChannel channel) {
        String dedupKey =
                switch (update) {
                    case InboundUpdate.Press press -> keyOfAction(press.actionId());
                    case InboundUpdate.Text text -> text.sender().provider() + ":" + text.chat() + ":" + nameOf(text);
                };
        return new MemberRequest(update, dedupKey, member, member, channel, null);
    }

    /** A slash command has no message id, so its update id identifies it. */
    private static String nameOf(InboundUpdate.Text text) {
        return text.messageId().isEmpty() ? text.updateId() : text.messageId();
    }

    private static String keyOfAction(String actionId) {
        return "action:" + actionId;
    }

    /** The same request as the press of a button: it is one request, whether the person pressed or typed. */
    public MemberRequest asPressOf(String actionId) {
        return new MemberRequest(update, keyOfAction(actionId), member, acting, channel, task);
    }

    /** The same request about a task of another channel, on which the person may have another role. */
    public MemberRequest about(Member there, RegisteredChannel itsChannel, TaskView itsTask) {
        return new MemberRequest(update, dedupKey, there, there, itsChannel, itsTask);
    }

    MemberRequest actingAs(Member person) {
        return new MemberRequest(update, dedupKey, member, person, channel, task);
    }

    /** The namespace of the task; the channel's, if no task of a cluster is known. */
    public String namespace() {
        return task == null || task.cluster() == null
                ? channel.key().namespace()
                : task.task().namespace();
    }

    /** Whether somebody else could have sent it in the person's name. */
    public boolean isForgeable() {
        return channel.settings().type().forgeable();
    }

    /** The person's name in the audit. */
    String auditName() {
        return member.name() + " (" + update.sender().shown() + ")";
    }

    /** The person as the cluster sees them. */
    public Requester requester() {
        return new Requester(acting.name(), acting.role(), update.sender().shown(), acting.namespace());
    }
}

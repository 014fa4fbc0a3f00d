package dev.taskping.relay.conversation;

import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.people.Member;
import dev.taskping.relay.task.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and about what.
 *
 * @param incoming the update
 * @param dedupKey the same for every repetition of the same request
 * @param member who
 * @param channel where
 * @param task about what, if it is known
 */
record MemberRequest(
        InboundUpdate incoming, String dedupKey, Member member, RegisteredChannel channel, @Nullable TaskView task) {

    /** About nothing yet. */
    static MemberRequest of(InboundUpdate incoming, Member member, RegisteredChannel channel) {
        String dedupKey =
                switch (incoming) {
                    case InboundUpdate.Press press -> ofAction(press.actionId());
                    case InboundUpdate.Text text -> text.sender().provider() + ":" + text.chat() + ":" + nameOf(text);
                };
        return new MemberRequest(incoming, dedupKey, member, channel, null);
    }

    /** A slash command is no message, so that only its update tells it from the next one. */
    private static String nameOf(InboundUpdate.Text text) {
        return text.messageId().isEmpty() ? text.updateId() : text.messageId();
    }

    private static String ofAction(String actionId) {
        return "action:" + actionId;
    }

    /** The same by what a button would do, whether it was pressed or named. */
    MemberRequest by(String actionId) {
        return new MemberRequest(incoming, ofAction(actionId), member, channel, task);
    }

    /** The same about a task, which belongs to a channel on which the person may have another role. */
    MemberRequest about(Member there, RegisteredChannel itsChannel, TaskView itsTask) {
        return new MemberRequest(incoming, dedupKey, there, itsChannel, itsTask);
    }

    /** As audits call the person. */
    String who() {
        return member.name() + " (" + incoming.sender().shown() + ")";
    }

    /** As the cluster is told of the person. */
    Requester requester() {
        return new Requester(member.name(), member.role(), incoming.sender().shown());
    }
}

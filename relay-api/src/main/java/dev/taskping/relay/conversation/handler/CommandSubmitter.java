package dev.taskping.relay.conversation.handler;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.CommandMessages;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.NewCommand;
import dev.taskping.relay.command.SubmittedCommand;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.ClusterStore;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Submits commands for clusters, and audits them. */
@ApplicationScoped
class CommandSubmitter {

    /** A cluster that was silent for this long counts as disconnected: the person is told that the command waits. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final CommandStore commands;
    private final ClusterStore clusters;
    private final ConversationAudit audit;
    private final Clock clock;

    CommandSubmitter(CommandStore commands, ClusterStore clusters, ConversationAudit audit, Clock clock) {
        this.commands = commands;
        this.clusters = clusters;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Submits a command; the same request again submits nothing.
     *
     * @param target what the command does
     * @param begun what to reply until the result arrives, if the cluster is connected
     */
    BotReply submit(Handle handle, MemberRequest request, CommandTarget target, BotReply begun) {
        RegisteredChannel channel = request.channel();
        TaskView task = request.task();
        InboundUpdate update = request.update();
        SubmittedCommand submitted = commands.submit(
                handle,
                new NewCommand(
                        channel.workspace(),
                        channel.cluster(),
                        request.namespace(),
                        request.dedupKey(),
                        task == null ? null : task.task().uid(),
                        request.member().personId(),
                        request.requester(),
                        target,
                        channel.id(),
                        update.chat(),
                        update instanceof InboundUpdate.Text text ? text.messageId() : null,
                        update instanceof InboundUpdate.Press press ? press.messageId() : null));
        audit.record(
                handle,
                request,
                CommandMessages.request(target),
                submitted.alreadyKnown() ? Decision.REPEATED : Decision.ACCEPTED,
                submitted.id().toString());
        Command command =
                commands.find(handle, channel.workspace(), submitted.id()).orElseThrow();
        Message state = CommandMessages.line(command);
        if (submitted.alreadyKnown()) {
            return BotReply.brief(state);
        }
        boolean connected = clusters.wasSeenAfter(
                handle,
                channel.workspace(),
                channel.cluster(),
                DatabaseAccess.now(clock).minus(SILENCE));
        // The result follows in a message of its own, usually within a second.
        return connected ? begun : BotReply.brief(state);
    }
}

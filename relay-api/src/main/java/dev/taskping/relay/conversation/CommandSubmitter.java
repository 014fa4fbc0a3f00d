package dev.taskping.relay.conversation;

import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.CommandTarget;
import dev.taskping.relay.command.NewCommand;
import dev.taskping.relay.command.Submission;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.command.CommandMessages;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Makes commands of what people were allowed to ask for, and writes that down. */
@ApplicationScoped
class CommandSubmitter {

    /** A cluster not heard of for so long is not there; the person is told that the command waits. */
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private final CommandStore commands;
    private final ConversationAudit audit;
    private final Clock clock;

    CommandSubmitter(CommandStore commands, ConversationAudit audit, Clock clock) {
        this.commands = commands;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Submits, once.
     *
     * @param target what is to be done
     * @param begun what the person sees meanwhile, if the cluster is there
     */
    Reply submit(Handle handle, RequestContext requestContext, CommandTarget target, Reply begun) {
        RegisteredChannel channel = requestContext.channel();
        TaskView task = requestContext.task();
        InboundUpdate inboundUpdate = requestContext.incoming();
        Submission submission = commands.submit(
                handle,
                new NewCommand(
                        channel.workspace(),
                        channel.cluster(),
                        task == null || task.cluster() == null
                                ? channel.key().namespace()
                                : task.task().namespace(),
                        requestContext.dedupKey(),
                        task == null ? null : task.task().uid(),
                        requestContext.member().personId(),
                        requestContext.requester(),
                        target,
                        channel.id(),
                        inboundUpdate.chat(),
                        inboundUpdate instanceof InboundUpdate.Text text ? text.messageId() : null,
                        inboundUpdate instanceof InboundUpdate.Press press ? press.messageId() : null));
        audit.record(
                handle,
                requestContext,
                CommandMessages.request(target),
                submission.alreadyKnown() ? Decision.REPEATED : Decision.ACCEPTED,
                submission.id().toString());
        Command command =
                commands.find(handle, channel.workspace(), submission.id()).orElseThrow();
        Message state = CommandMessages.line(command);
        if (submission.alreadyKnown()) {
            return Reply.brief(state);
        }
        // The result comes by itself, usually within a second: saying so twice would be noise.
        return isConnected(handle, channel) ? begun : Reply.brief(state);
    }

    private boolean isConnected(Handle handle, RegisteredChannel channel) {
        return handle.createQuery(
                        "SELECT last_seen > :since FROM cluster WHERE workspace = :workspace AND id = :cluster")
                .bind("since", DatabaseAccess.now(clock).minus(SILENCE))
                .bind("workspace", channel.workspace())
                .bind("cluster", channel.cluster())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}

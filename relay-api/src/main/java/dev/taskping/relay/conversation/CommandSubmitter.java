package dev.taskping.relay.conversation;

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
import dev.taskping.relay.platform.database.DatabaseAccess;
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
    BotReply submit(Handle handle, MemberRequest request, CommandTarget target, BotReply begun) {
        RegisteredChannel channel = request.channel();
        TaskView task = request.task();
        InboundUpdate update = request.incoming();
        SubmittedCommand submitted = commands.submit(
                handle,
                new NewCommand(
                        channel.workspace(),
                        channel.cluster(),
                        task == null || task.cluster() == null
                                ? channel.key().namespace()
                                : task.task().namespace(),
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
        // The result comes by itself, usually within a second: saying so twice would be noise.
        return isConnected(handle, channel) ? begun : BotReply.brief(state);
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

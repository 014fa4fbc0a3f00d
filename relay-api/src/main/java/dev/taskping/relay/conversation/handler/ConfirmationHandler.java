package dev.taskping.relay.conversation.handler;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.Command.State;
import dev.taskping.relay.command.CommandMessages;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.ConfirmationPrompts;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplySender;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.ConversationAudit;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.sender.SenderLockout;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Handles answers to requests for confirmation: accepts one answer, in time, from the person who gave the command. */
@ApplicationScoped
public class ConfirmationHandler {

    private final CommandStore commands;
    private final ConfirmationPrompts prompts;
    private final SentMessageStore sentMessages;
    private final ConversationAudit audit;
    private final SenderLockout refusals;
    private final ReplySender replies;

    ConfirmationHandler(
            CommandStore commands,
            ConfirmationPrompts prompts,
            SentMessageStore sentMessages,
            ConversationAudit audit,
            SenderLockout refusals,
            ReplySender replies) {
        this.commands = commands;
        this.prompts = prompts;
        this.sentMessages = sentMessages;
        this.audit = audit;
        this.refusals = refusals;
        this.replies = replies;
    }

    /** Whether the command still waits for its person's confirmation. */
    public boolean isWaiting(Handle handle, MemberRequest request, UUID id) {
        return commands.find(handle, request.channel().workspace(), id)
                .filter(command -> command.state() == State.AWAITING_CONFIRMATION)
                .isPresent();
    }

    /** The namespace of the command that waits to be confirmed. */
    Optional<String> namespace(Handle handle, MemberRequest request, UUID id) {
        return commands.find(handle, request.channel().workspace(), id).map(Command::namespace);
    }

    /** Handles the answer of the person who was asked. */
    BotReply take(Handle handle, MemberRequest request, Verb.Confirm answer, UUID id) {
        String workspace = request.channel().workspace();
        Optional<Command> waiting =
                commands.confirm(handle, workspace, id, new Confirmation(answer.meant(), request.requester()));
        Command command = waiting.or(() -> commands.find(handle, workspace, id)).orElseThrow();
        String what = (answer.meant() ? "confirm " : "decline ") + CommandMessages.wanted(command.target());
        if (waiting.isEmpty()) {
            audit.record(
                    handle,
                    request,
                    what,
                    Decision.REFUSED,
                    "too late: " + command.state().id());
            return BotReply.brief(late(command));
        }
        audit.record(handle, request, what, Decision.ACCEPTED, id.toString());
        Message line = CommandMessages.answered(command, answer.meant());
        return showInQuestion(handle, request, command, line) ? BotReply.popUp(line.title()) : BotReply.brief(line);
    }

    private static Message late(Command command) {
        if (command.state() == State.AWAITING_CONFIRMATION) {
            return ReplyTexts.tooOld();
        }
        Confirmation given = command.confirmation();
        boolean underWay = command.state() == State.PENDING || command.state() == State.SENT;
        return given != null && underWay
                ? CommandMessages.answered(command, given.approved())
                : CommandMessages.line(command);
    }

    /** Replaces the question with the answer, so that it cannot be answered again; false where it cannot be edited. */
    private boolean showInQuestion(Handle handle, MemberRequest request, Command command, Message line) {
        RegisteredChannel channel = request.channel();
        Optional<String> question = prompts.editableReference(handle, command);
        question.ifPresent(reference -> replies.send(
                handle,
                new ReplyTarget(channel, command.taskUid(), new Placement.EditOf(command.conversation(), reference)),
                sentMessages
                        .findMessage(handle, command.workspace(), channel.id(), reference)
                        .map(asking -> CommandMessages.edited(asking, line))
                        .orElse(line)));
        return question.isPresent();
    }

    /** Tells another person who may answer. */
    public BotReply refuseAnother(Handle handle, MemberRequest request, UUID id) {
        String workspace = request.channel().workspace();
        Command command = commands.find(handle, workspace, id).orElseThrow();
        refusals.count(
                handle,
                request,
                "confirm " + CommandMessages.wanted(command.target()),
                "asked by " + command.requester().name());
        return BotReply.brief(ReplyTexts.onlyForAnother(command.requester().name()));
    }
}

package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.command.Command;
import dev.taskping.relay.command.Command.State;
import dev.taskping.relay.command.CommandMessages;
import dev.taskping.relay.command.CommandStore;
import dev.taskping.relay.command.ConfirmationQuestions;
import dev.taskping.relay.command.ConfirmationStore;
import dev.taskping.relay.conversation.ReplySender.Place;
import dev.taskping.relay.delivery.outbox.DeliveryStore;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Asks people whether a launch is meant, and takes their answers: from the one who asked for it, once, and in time. */
@ApplicationScoped
class ConfirmationHandler implements ConfirmationQuestions {

    private final CommandStore commands;
    private final ChannelStore channels;
    private final DeliveryStore deliveries;
    private final ConfirmationStore questions;
    private final ConversationAudit audit;
    private final RefusalRecorder refusalRecorder;
    private final ReplySender replySender;
    private final Duration within;
    private final Clock clock;

    ConfirmationHandler(
            CommandStore commands,
            ChannelStore channels,
            DeliveryStore deliveries,
            ConfirmationStore questions,
            ConversationAudit audit,
            RefusalRecorder refusalRecorder,
            ReplySender replySender,
            RelayConfiguration configuration,
            Clock clock) {
        this.commands = commands;
        this.channels = channels;
        this.deliveries = deliveries;
        this.questions = questions;
        this.audit = audit;
        this.refusalRecorder = refusalRecorder;
        this.replySender = replySender;
        this.within = configuration.commands().confirmWithin();
        this.clock = clock;
    }

    @Override
    public void ask(Handle handle, Command command) {
        UUID channelId = command.channelId();
        Optional<UUID> person = questions.personOf(handle, command.workspace(), command.id());
        Optional<RegisteredChannel> channel =
                channelId == null ? Optional.empty() : channels.find(handle, command.workspace(), channelId);
        if (person.isEmpty() || channel.isEmpty() || command.conversation() == null) {
            // A machine asked, which nobody can ask back: the command expires.
            return;
        }
        Instant until = questions.wantedUntil(
                handle,
                command.workspace(),
                command.id(),
                DatabaseAccess.now(clock).plus(within));
        replySender.ask(
                handle,
                new Place(channel.get(), command.taskUid(), below(command)),
                CommandMessages.question(command, Duration.between(DatabaseAccess.now(clock), until)),
                List.of(
                        new ReplyOption("✔ Confirm", new Verb.Confirm(true, command.id()), null),
                        new ReplyOption("✖ Cancel", new Verb.Confirm(false, command.id()), null)),
                person.get(),
                until);
    }

    @Override
    public Optional<String> placeOf(Handle handle, Command command) {
        UUID channelId = command.channelId();
        return channelId == null
                ? Optional.empty()
                : channels.find(handle, command.workspace(), channelId)
                        .filter(channel -> ChannelType.edits(channel.settings()))
                        .flatMap(channel -> questions.placeOf(handle, command.workspace(), command.id()));
    }

    /** Whether the launch still waits for the person. */
    boolean isWaiting(Handle handle, MemberRequest request, UUID id) {
        return commands.find(handle, request.channel().workspace(), id)
                .filter(command -> command.state() == State.AWAITING_CONFIRMATION)
                .isPresent();
    }

    private static Placement below(Command command) {
        String reference = command.replyReference() != null ? command.replyReference() : command.editReference();
        return new Placement.ReplyTo(command.conversation(), reference == null ? "0" : reference);
    }

    /** Takes an answer of the person who was asked. */
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
        return isShownIn(handle, request, command, line) ? BotReply.popUp(line.title()) : BotReply.brief(line);
    }

    private static Message late(Command command) {
        if (command.state() == State.AWAITING_CONFIRMATION) {
            return ReplyTexts.tooOld();
        }
        Confirmation said = command.confirmation();
        boolean underWay = command.state() == State.PENDING || command.state() == State.SENT;
        return said != null && underWay
                ? CommandMessages.answered(command, said.approved())
                : CommandMessages.line(command);
    }

    /** Puts the answer where the question was, so that it cannot be answered again. */
    private boolean isShownIn(Handle handle, MemberRequest request, Command command, Message line) {
        RegisteredChannel channel = request.channel();
        Optional<String> question = placeOf(handle, command);
        question.ifPresent(reference -> replySender.say(
                handle,
                new Place(channel, command.taskUid(), new Placement.EditOf(command.conversation(), reference)),
                deliveries
                        .messageOf(handle, command.workspace(), channel.id(), reference)
                        .map(asking -> CommandMessages.edited(asking, line))
                        .orElse(line)));
        return question.isPresent();
    }

    /** Says whose it is to somebody else. */
    BotReply ofAnother(Handle handle, MemberRequest request, UUID id) {
        String workspace = request.channel().workspace();
        Command command = commands.find(handle, workspace, id).orElseThrow();
        refusalRecorder.count(
                handle,
                request,
                "confirm " + CommandMessages.wanted(command.target()),
                "asked by " + command.requester().name());
        return BotReply.brief(ReplyTexts.onlyForAnother(command.requester().name()));
    }
}

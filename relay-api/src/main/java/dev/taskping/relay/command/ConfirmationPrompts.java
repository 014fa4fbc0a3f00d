package dev.taskping.relay.command;

import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.outbox.ReplyEnqueuer;
import dev.taskping.relay.delivery.outbox.ReplyOption;
import dev.taskping.relay.delivery.outbox.ReplyTarget;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
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

/** Asks the person who requested a command to confirm it, in the conversation it came from. */
@ApplicationScoped
public class ConfirmationPrompts {

    private final CommandStore commands;
    private final ChannelStore channels;
    private final ActionStore actions;
    private final SentMessageStore messages;
    private final ReplyEnqueuer replies;
    private final Duration within;
    private final Clock clock;

    ConfirmationPrompts(
            CommandStore commands,
            ChannelStore channels,
            ActionStore actions,
            SentMessageStore messages,
            ReplyEnqueuer replies,
            RelayConfiguration configuration,
            Clock clock) {
        this.commands = commands;
        this.channels = channels;
        this.actions = actions;
        this.messages = messages;
        this.replies = replies;
        this.within = configuration.commands().confirmWithin();
        this.clock = clock;
    }

    /**
     * Asks, in the transaction in which the command begins to wait. The answer goes to {@link CommandStore#confirm}.
     *
     * @param command in state {@link Command.State#AWAITING_CONFIRMATION}
     */
    void ask(Handle handle, Command command) {
        UUID channelId = command.channelId();
        Optional<UUID> person = commands.findPerson(handle, command.workspace(), command.id());
        Optional<RegisteredChannel> channel =
                channelId == null ? Optional.empty() : channels.find(handle, command.workspace(), channelId);
        if (person.isEmpty() || channel.isEmpty() || command.conversation() == null) {
            // A machine sent the command and cannot be asked: the command expires.
            return;
        }
        Instant until = commands.shortenValidity(
                handle,
                command.workspace(),
                command.id(),
                DatabaseAccess.now(clock).plus(within));
        replies.enqueueQuestion(
                handle,
                new ReplyTarget(channel.get(), command.taskUid(), below(command)),
                CommandMessages.question(command, Duration.between(DatabaseAccess.now(clock), until)),
                List.of(
                        new ReplyOption("✔ Confirm", new Verb.Confirm(true, command.id()), null),
                        new ReplyOption("✖ Cancel", new Verb.Confirm(false, command.id()), null)),
                person.get(),
                until);
    }

    private static Placement below(Command command) {
        String reference = command.replyReference() != null ? command.replyReference() : command.editReference();
        return new Placement.ReplyTo(command.conversation(), reference == null ? "0" : reference);
    }

    /**
     * The provider's name of the message that asks to confirm the command; empty if there is none, or if it cannot be edited to
     * show the result.
     */
    public Optional<String> editableReference(Handle handle, Command command) {
        UUID channelId = command.channelId();
        return channelId == null
                ? Optional.empty()
                : channels.find(handle, command.workspace(), channelId)
                        .filter(channel -> channel.settings().edits())
                        .flatMap(channel -> messages.findReference(
                                handle,
                                command.workspace(),
                                actions.deliveriesAskingToConfirm(handle, command.workspace(), command.id())));
    }
}

package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.Action.Offer;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.handler.ConfirmationHandler;
import dev.taskping.relay.conversation.reply.BotReply;
import dev.taskping.relay.conversation.reply.ReplyTexts;
import dev.taskping.relay.conversation.sender.MemberRequest;
import dev.taskping.relay.conversation.sender.SenderLockout;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds the options that were offered to a person and can still be chosen: by a button, by a number, by yes or no. */
@ApplicationScoped
class OpenChoices {

    /** How many of the newest options a person can choose from. */
    private static final int MOST = 50;

    private final ActionStore actions;
    private final SentMessageStore messages;
    private final ConfirmationHandler confirmations;
    private final SenderLockout refusals;
    private final Clock clock;

    OpenChoices(
            ActionStore actions,
            SentMessageStore messages,
            ConfirmationHandler confirmations,
            SenderLockout refusals,
            Clock clock) {
        this.actions = actions;
        this.messages = messages;
        this.confirmations = confirmations;
        this.refusals = refusals;
        this.clock = clock;
    }

    /** The option that a text such as yes, no or 2 chooses. */
    sealed interface OptionMatch {

        /** Just this one. */
        record One(Action action) implements OptionMatch {}

        /** No open option. */
        record None() implements OptionMatch {}

        /** One of several. */
        record Several() implements OptionMatch {}
    }

    /** The option that a person's text chooses, in answer to a question or as a message of its own. */
    OptionMatch match(Handle handle, Bot bot, MemberRequest request, InboundUpdate.Text text, Verb verb) {
        List<Action> open = open(handle, bot, request, text);
        return switch (verb) {
            // Where anybody can send in the person's name, only the code of the question says which and that it is
            // meant.
            case Verb.Confirm answer when request.isForgeable() -> new OptionMatch.None();
            case Verb.Confirm answer -> confirmed(handle, request, open, answer.meant());
            case Verb.Pick pick when pick.isCode() -> withCode(open, pick.number());
            case Verb.Pick pick when request.isForgeable() -> new OptionMatch.None();
            case Verb.Pick pick -> picked(open, pick.number());
            default -> new OptionMatch.None();
        };
    }

    /** The options that are open to the person in this conversation: of the newest message first, in each by number. */
    private List<Action> open(Handle handle, Bot bot, MemberRequest request, InboundUpdate.Text text) {
        String workspace = request.channel().workspace();
        List<Action> offered = actions.offered(
                handle,
                workspace,
                request.member().personId(),
                bot.channels().stream().map(RegisteredChannel::id).toList());
        List<UUID> deliveries =
                offered.stream().map(Action::deliveryId).distinct().toList();
        return messages.inConversation(handle, workspace, deliveries, text.chat(), text.replyTo()).stream()
                .flatMap(delivery ->
                        offered.stream().filter(action -> action.deliveryId().equals(delivery)))
                .limit(MOST)
                .toList();
    }

    private OptionMatch confirmed(Handle handle, MemberRequest request, List<Action> open, boolean meant) {
        List<Action> fitting = open.stream()
                .filter(action -> action.verb() instanceof Verb.Confirm confirm && confirm.meant() == meant)
                .toList();
        List<Action> waiting = fitting.stream()
                .filter(action -> action.verb() instanceof Verb.Confirm confirm
                        && confirmations.isWaiting(handle, request, Objects.requireNonNull(confirm.command())))
                .toList();
        return switch (waiting.size()) {
            // A person who answers the same question again is told the result.
            case 0 -> fitting.isEmpty() ? new OptionMatch.None() : new OptionMatch.One(fitting.getFirst());
            case 1 -> new OptionMatch.One(waiting.getFirst());
            default -> new OptionMatch.Several();
        };
    }

    private static OptionMatch withCode(List<Action> open, int code) {
        return open.stream()
                .filter(action -> action.offer() != null && action.offer().position() == code)
                .<OptionMatch>map(OptionMatch.One::new)
                .findFirst()
                .orElseGet(OptionMatch.None::new);
    }

    private static OptionMatch picked(List<Action> open, int number) {
        Optional<UUID> newest = open.stream().map(Action::deliveryId).findFirst();
        return open.stream()
                .filter(action -> newest.filter(action.deliveryId()::equals).isPresent())
                .filter(action -> action.offer() != null && action.offer().position() == number)
                .<OptionMatch>map(OptionMatch.One::new)
                .findFirst()
                .orElseGet(OptionMatch.None::new);
    }

    /** What to reply to a person who may not take an action, or not any more; empty if they may. */
    Optional<BotReply> refusal(Handle handle, MemberRequest request, Action action) {
        Offer offer = action.offer();
        if (offer == null) {
            return Optional.empty();
        }
        UUID command = action.verb() instanceof Verb.Confirm confirm ? confirm.command() : null;
        if (!offer.personId().equals(request.member().personId())) {
            return Optional.of(
                    command == null
                            ? notForYou(handle, request)
                            : confirmations.refuseAnother(handle, request, command));
        }
        // A late answer to a request for confirmation gets the result of the command.
        boolean late = command == null && offer.expiresAt().isBefore(DatabaseAccess.now(clock));
        return late ? Optional.of(BotReply.brief(ReplyTexts.tooOld())) : Optional.empty();
    }

    private BotReply notForYou(Handle handle, MemberRequest request) {
        refusals.count(handle, request, "press a button", "it was offered to somebody else");
        return BotReply.brief(ReplyTexts.notForYou());
    }
}

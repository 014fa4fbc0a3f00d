package dev.taskping.relay.conversation;

import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.Action.Offer;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What persons were asked and may answer: by a button, by a number, by yes or no. */
@ApplicationScoped
class PendingOptions {

    private final ActionStore actions;
    private final ConfirmationHandler confirmationHandler;
    private final RefusalRecorder refusalRecorder;
    private final Clock clock;

    PendingOptions(
            ActionStore actions,
            ConfirmationHandler confirmationHandler,
            RefusalRecorder refusalRecorder,
            Clock clock) {
        this.actions = actions;
        this.confirmationHandler = confirmationHandler;
        this.refusalRecorder = refusalRecorder;
        this.clock = clock;
    }

    /** What words such as yes, no and 2 take. */
    sealed interface Named {

        /** This. */
        record It(Action action) implements Named {}

        /** Nothing that was asked. */
        record Nothing() implements Named {}

        /** Several things were asked. */
        record Ambiguous() implements Named {}
    }

    /** What the person names, in answer to a question of ours or in a message of its own. */
    Named named(Handle handle, Bot bot, MemberRequest request, InboundUpdate.Text text, Verb verb) {
        List<Action> open = actions.offered(
                handle,
                request.channel().workspace(),
                request.member().personId(),
                bot.channels().stream().map(RegisteredChannel::id).toList(),
                text.chat(),
                text.replyTo());
        return switch (verb) {
            case Verb.Confirm answer -> confirmed(handle, request, open, answer.meant());
            case Verb.Pick pick -> picked(open, pick.number());
            default -> new Named.Nothing();
        };
    }

    private Named confirmed(Handle handle, MemberRequest request, List<Action> open, boolean meant) {
        List<Action> fitting = open.stream()
                .filter(action -> action.verb() instanceof Verb.Confirm confirm && confirm.meant() == meant)
                .toList();
        List<Action> waiting = fitting.stream()
                .filter(action -> action.verb() instanceof Verb.Confirm confirm
                        && confirmationHandler.isWaiting(handle, request, Objects.requireNonNull(confirm.command())))
                .toList();
        return switch (waiting.size()) {
            // Whoever answers the same question again hears what became of it.
            case 0 -> fitting.isEmpty() ? new Named.Nothing() : new Named.It(fitting.getFirst());
            case 1 -> new Named.It(waiting.getFirst());
            default -> new Named.Ambiguous();
        };
    }

    private static Named picked(List<Action> open, int number) {
        Optional<UUID> newest = open.stream().map(Action::deliveryId).findFirst();
        return open.stream()
                .filter(action -> newest.filter(action.deliveryId()::equals).isPresent())
                .filter(action -> action.offer() != null && action.offer().position() == number)
                .<Named>map(Named.It::new)
                .findFirst()
                .orElseGet(Named.Nothing::new);
    }

    private BotReply notForYou(Handle handle, MemberRequest request) {
        refusalRecorder.count(handle, request, "press a button", "it was offered to somebody else");
        return BotReply.brief(ReplyTexts.notForYou());
    }

    /** What the person hears who may not take an action, or not any more; empty if it may be taken. */
    Optional<BotReply> forbidden(Handle handle, MemberRequest request, Action action) {
        Offer offer = action.offer();
        if (offer == null) {
            return Optional.empty();
        }
        UUID command = action.verb() instanceof Verb.Confirm confirm ? confirm.command() : null;
        if (!offer.personId().equals(request.member().personId())) {
            return Optional.of(
                    command == null
                            ? notForYou(handle, request)
                            : confirmationHandler.ofAnother(handle, request, command));
        }
        // Of a launch that was asked about it is said what became of it, however late.
        boolean late = command == null && offer.expiresAt().isBefore(DatabaseAccess.now(clock));
        return late ? Optional.of(BotReply.brief(ReplyTexts.tooOld())) : Optional.empty();
    }
}

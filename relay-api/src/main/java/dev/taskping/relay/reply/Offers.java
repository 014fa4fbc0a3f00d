package dev.taskping.relay.reply;

import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.Action;
import dev.taskping.relay.command.Action.Offer;
import dev.taskping.relay.command.ActionStore;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What persons were asked and may answer: by a button, by a number, by yes or no. */
@ApplicationScoped
class Offers {

    private final ActionStore actions;
    private final Confirmations confirmations;
    private final Refusals refusals;
    private final Clock clock;

    Offers(ActionStore actions, Confirmations confirmations, Refusals refusals, Clock clock) {
        this.actions = actions;
        this.confirmations = confirmations;
        this.refusals = refusals;
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
    Named named(Handle handle, Bot bot, Asked asked, Incoming.Text text, Verb verb) {
        List<Action> open = actions.offered(
                handle,
                asked.channel().workspace(),
                asked.member().personId(),
                bot.channels().stream().map(RegisteredChannel::id).toList(),
                text.chat(),
                text.replyTo());
        return switch (verb) {
            case Verb.Confirm answer -> confirmed(handle, asked, open, answer.meant());
            case Verb.Pick pick -> picked(open, pick.number());
            default -> new Named.Nothing();
        };
    }

    private Named confirmed(Handle handle, Asked asked, List<Action> open, boolean meant) {
        List<Action> fitting = open.stream()
                .filter(action -> action.verb() instanceof Verb.Confirm confirm && confirm.meant() == meant)
                .toList();
        List<Action> waiting = fitting.stream()
                .filter(action -> action.verb() instanceof Verb.Confirm confirm
                        && confirmations.isWaiting(handle, asked, Objects.requireNonNull(confirm.command())))
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

    private Answer notForYou(Handle handle, Asked asked) {
        refusals.count(handle, asked, "press a button", "it was offered to somebody else");
        return Answer.brief(Answers.notForYou());
    }

    /** What the person hears who may not take an action, or not any more; empty if it may be taken. */
    Optional<Answer> forbidden(Handle handle, Asked asked, Action action) {
        Offer offer = action.offer();
        if (offer == null) {
            return Optional.empty();
        }
        UUID command = action.verb() instanceof Verb.Confirm confirm ? confirm.command() : null;
        if (!offer.personId().equals(asked.member().personId())) {
            return Optional.of(
                    command == null ? notForYou(handle, asked) : confirmations.ofAnother(handle, asked, command));
        }
        // Of a launch that was asked about it is said what became of it, however late.
        boolean late = command == null && offer.expiresAt().isBefore(DatabaseAccess.now(clock));
        return late ? Optional.of(Answer.brief(Answers.tooOld())) : Optional.empty();
    }
}

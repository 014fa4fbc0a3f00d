package dev.taskping.relay.reply;

import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.command.Action;
import dev.taskping.relay.command.ActionStore;
import dev.taskping.relay.command.CommandLine.Parsed;
import dev.taskping.relay.command.Verb;
import dev.taskping.relay.database.DatabaseAccess;
import dev.taskping.relay.reply.Speech.Place;
import dev.taskping.relay.reply.TaskContext.Answered;
import dev.taskping.relay.task.TaskView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes presses of buttons, and what a person named instead of pressing it. */
@ApplicationScoped
class Presses {

    /** How long a question about what was meant can be answered. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ActionStore actions;
    private final Doorkeeper doorkeeper;
    private final TaskContext context;
    private final Offers offers;
    private final Confirmations confirmations;
    private final Requests requests;
    private final Speech speech;
    private final Refusals refusals;
    private final AuditLog audit;
    private final Clock clock;

    Presses(
            ActionStore actions,
            Doorkeeper doorkeeper,
            TaskContext context,
            Offers offers,
            Confirmations confirmations,
            Requests requests,
            Speech speech,
            Refusals refusals,
            AuditLog audit,
            Clock clock) {
        this.actions = actions;
        this.doorkeeper = doorkeeper;
        this.context = context;
        this.offers = offers;
        this.confirmations = confirmations;
        this.requests = requests;
        this.speech = speech;
        this.refusals = refusals;
        this.audit = audit;
        this.clock = clock;
    }

    /** Takes a press; returns the words that pop up. */
    String take(Handle handle, Bot bot, Incoming.Press press) {
        Optional<Action> action = bot.channels().stream()
                .flatMap(channel -> actions.find(handle, channel.workspace(), channel.id(), press.actionId()).stream())
                .findFirst();
        if (action.isEmpty()) {
            return doorkeeper
                    .member(handle, bot.channels(), press)
                    .map(member -> unknown(handle, member))
                    .orElseGet(() -> doorkeeper.refuseOnce(handle, bot, press));
        }
        RegisteredChannel channel = bot.channel(action.get().channelId()).orElseThrow();
        Optional<Asked> asked = doorkeeper.member(handle, List.of(channel), press);
        if (asked.isEmpty()) {
            return doorkeeper.refuseOnce(handle, bot, press);
        }
        Answer answer = doorkeeper
                .turnedAway(handle, asked.get(), action.get().verb().words())
                .orElseGet(() -> pressed(handle, asked.get(), action.get()));
        audit.answered(handle, asked.get(), new Parsed.Understood(action.get().verb()), answer);
        if (answer.popUp().isEmpty()) {
            say(
                    handle,
                    Place.below(press, channel, action.get().taskUid()),
                    answer,
                    asked.get().member().personId());
        }
        return answer.popUp();
    }

    /** A button of a message that is gone, of another bot, or of nobody's making. */
    private String unknown(Handle handle, Asked asked) {
        return doorkeeper.turnedAway(handle, asked, "").map(Answer::popUp).orElseGet(() -> {
            refusals.count(handle, asked, "press a button", "it is unknown here");
            return "This button no longer works.";
        });
    }

    /** Decides on what stands behind a button, however it was taken. */
    Answer pressed(Handle handle, Asked asked, Action action) {
        return offers.forbidden(handle, asked, action).orElseGet(() -> allowed(handle, asked.by(action.id()), action));
    }

    private Answer allowed(Handle handle, Asked asked, Action action) {
        if (action.verb() instanceof Verb.Confirm answer && answer.command() != null) {
            UUID command = answer.command();
            return answer.needs().isGivenTo(asked.member().role())
                    ? confirmations.take(handle, asked, answer, command)
                    : requests.refused(handle, asked, answer);
        }
        Certainty certainty = action.offer() == null ? Certainty.PRESSED : Certainty.CHOSEN;
        String taskUid = action.taskUid();
        if (taskUid == null) {
            return requests.decide(handle, asked, action.verb(), certainty, List.of());
        }
        Optional<TaskView> task = context.task(handle, new Answered(asked.channel(), taskUid));
        return task.isEmpty()
                ? Answer.brief(Answers.noTask())
                : requests.decide(
                        handle,
                        asked.about(asked.member(), asked.channel(), task.get()),
                        action.verb(),
                        certainty,
                        List.of());
    }

    /** Says an answer, and asks what it asks. */
    void say(Handle handle, Place place, Answer answer, UUID personId) {
        answer.message().ifPresent(message -> {
            if (answer.choices().isEmpty()) {
                speech.say(handle, place, message);
            } else {
                speech.ask(
                        handle,
                        place,
                        message,
                        answer.choices(),
                        personId,
                        DatabaseAccess.now(clock).plus(PATIENCE));
            }
        });
    }
}

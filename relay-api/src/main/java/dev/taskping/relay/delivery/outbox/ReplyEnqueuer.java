package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.Verb;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Puts replies to people into the outbox, with the options that they can choose from. All methods run in the caller's transaction. */
@ApplicationScoped
public class ReplyEnqueuer {

    private final Outbox outbox;
    private final ActionStore actions;
    private final SecureRandom random = new SecureRandom();

    ReplyEnqueuer(Outbox outbox, ActionStore actions) {
        this.outbox = outbox;
        this.actions = actions;
    }

    /** Enqueues a message. */
    public void enqueue(Handle handle, ReplyTarget target, Message message) {
        enqueue(handle, target, UUID.randomUUID(), message);
    }

    /**
     * Enqueues a question.
     *
     * @param personId who can answer it
     * @param until until when
     */
    public void enqueueQuestion(
            Handle handle,
            ReplyTarget target,
            Message message,
            List<ReplyOption> options,
            UUID personId,
            Instant until) {
        UUID delivery = UUID.randomUUID();
        List<Action> behind = new ArrayList<>();
        List<Message.Action> shown = new ArrayList<>();
        boolean codes = target.channel().settings().type().forgeable();
        List<Integer> positions = codes ? codes(options.size()) : numbers(options.size());
        for (ReplyOption option : options) {
            String id = actions.newId();
            ChannelTask about = option.about();
            shown.add(new Message.Action(id, option.label(), option.verb().words()));
            behind.add(new Action(
                    id,
                    target.channel().workspace(),
                    delivery,
                    about == null ? target.channel().id() : about.channelId(),
                    about == null ? target.taskUid() : about.taskUid(),
                    option.verb(),
                    new Action.Offer(personId, until, positions.get(behind.size()))));
        }
        boolean buttons = target.channel().settings().type().buttons();
        // A request for confirmation is answered with yes or no.
        boolean yesOrNo = !codes && options.stream().allMatch(option -> option.verb() instanceof Verb.Confirm);
        enqueue(
                handle,
                target,
                delivery,
                buttons
                        ? message.withActions(shown)
                        : yesOrNo ? message : numbered(message, options, positions, codes));
        actions.insert(handle, behind);
    }

    /** Where there are no buttons, each option gets a number, or a code that nobody can guess. */
    private static Message numbered(
            Message message, List<ReplyOption> options, List<Integer> positions, boolean codes) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            lines.add(positions.get(i) + ": " + options.get(i).label());
        }
        return message.withBelow("Answer with the " + (codes ? "code" : "number") + ".\n" + String.join("\n", lines));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    /** Of six digits; ten wrong ones lock an account out, and options are open for minutes. */
    private List<Integer> codes(int count) {
        return random.ints(Verb.Pick.FIRST_CODE, Verb.Pick.LAST_CODE + 1)
                .distinct()
                .limit(count)
                .boxed()
                .toList();
    }

    private void enqueue(Handle handle, ReplyTarget target, UUID id, Message message) {
        outbox.enqueue(
                handle,
                List.of(new NewDelivery(
                        id,
                        target.channel().workspace(),
                        target.channel().id(),
                        target.taskUid(),
                        null,
                        target.placement(),
                        message,
                        MessagePriority.ANSWER,
                        null)));
    }
}

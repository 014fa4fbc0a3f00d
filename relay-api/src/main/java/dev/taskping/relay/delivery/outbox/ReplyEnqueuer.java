package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.Verb;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Puts replies to people into the outbox, with the options that they can choose from. All methods run in the caller's transaction. */
@ApplicationScoped
public class ReplyEnqueuer {

    private final Outbox outbox;
    private final ActionStore actions;

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
                    new Action.Offer(personId, until, behind.size() + 1)));
        }
        boolean buttons = target.channel().settings().type().buttons();
        // A request for confirmation is answered with yes or no.
        boolean yesOrNo = options.stream().allMatch(option -> option.verb() instanceof Verb.Confirm);
        enqueue(
                handle,
                target,
                delivery,
                buttons ? message.withActions(shown) : yesOrNo ? message : numbered(message, options));
        actions.insert(handle, behind);
    }

    /** Where there are no buttons, each option gets a number. */
    private static Message numbered(Message message, List<ReplyOption> options) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            lines.add((i + 1) + ": " + options.get(i).label());
        }
        return message.withBelow("Answer with the number.\n" + String.join("\n", lines));
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

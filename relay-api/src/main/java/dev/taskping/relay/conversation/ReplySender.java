package dev.taskping.relay.conversation;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.action.Verb;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.outbox.MessagePriority;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Says something to people: puts it into the outbox, with what they can answer it by. */
@ApplicationScoped
class ReplySender {

    private final Outbox outbox;
    private final ActionStore actions;

    ReplySender(Outbox outbox, ActionStore actions) {
        this.outbox = outbox;
        this.actions = actions;
    }

    /**
     * Where something is said.
     *
     * @param channel through which channel
     * @param taskUid about which task
     * @param placement where in the conversation
     */
    record Place(RegisteredChannel channel, @Nullable String taskUid, Placement placement) {

        /** Below what a person said or pressed. */
        static Place below(InboundUpdate update, RegisteredChannel channel, @Nullable String taskUid) {
            String reference =
                    switch (update) {
                        case InboundUpdate.Text text -> text.messageId();
                        case InboundUpdate.Press press -> press.messageId() == null ? "0" : press.messageId();
                    };
            return new Place(channel, taskUid, new Placement.ReplyTo(update.chat(), reference));
        }
    }

    /** Says it. */
    void say(Handle handle, Place place, Message message) {
        deliver(handle, place, UUID.randomUUID(), message);
    }

    /** Asks back: whom, and until when it can be answered. */
    void ask(Handle handle, Place place, Message message, List<ReplyOption> choices, UUID personId, Instant until) {
        RegisteredChannel channel = place.channel;
        UUID delivery = UUID.randomUUID();
        List<Action> behind = new ArrayList<>();
        List<Message.Action> shown = new ArrayList<>();
        for (ReplyOption option : choices) {
            String id = actions.newId();
            shown.add(new Message.Action(id, option.label(), option.verb().words()));
            behind.add(new Action(
                    id,
                    channel.workspace(),
                    delivery,
                    option.about() == null
                            ? channel.id()
                            : option.about().channel().id(),
                    option.about() == null ? place.taskUid : option.about().taskUid(),
                    option.verb(),
                    new Action.Offer(personId, until, behind.size() + 1)));
        }
        boolean buttons = ChannelType.of(channel.settings()).buttons();
        // To whether it is meant, people say yes or no.
        boolean words = choices.stream().allMatch(option -> option.verb() instanceof Verb.Confirm);
        deliver(
                handle,
                place,
                delivery,
                buttons ? message.withActions(shown) : words ? message : numbered(message, choices));
        actions.insert(handle, behind);
    }

    /** Where there are no buttons, each choice gets a number. */
    private static Message numbered(Message message, List<ReplyOption> choices) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            lines.add((i + 1) + ": " + choices.get(i).label());
        }
        return message.withBelow("Answer with the number.\n" + String.join("\n", lines));
    }

    private void deliver(Handle handle, Place place, UUID id, Message message) {
        outbox.enqueue(
                handle,
                List.of(new NewDelivery(
                        id,
                        place.channel.workspace(),
                        place.channel.id(),
                        place.taskUid,
                        null,
                        place.placement,
                        message,
                        MessagePriority.ANSWER,
                        null)));
    }
}

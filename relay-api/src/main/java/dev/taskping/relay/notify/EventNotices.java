package dev.taskping.relay.notify;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.ChannelType;
import dev.taskping.relay.channel.Notification.Placement;
import dev.taskping.relay.command.Action;
import dev.taskping.relay.command.ActionStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Turns events and the channels they go to into messages in the outbox. */
@ApplicationScoped
public class EventNotices {

    private final Outbox outbox;
    private final ActionStore actions;

    EventNotices(Outbox outbox, ActionStore actions) {
        this.outbox = outbox;
        this.actions = actions;
    }

    /**
     * An event that a channel is to be told of.
     *
     * @param event the event
     * @param channelId the channel, registered or not
     * @param type its kind; absent while it is not registered
     * @param detour why it comes this way, if it should have come another
     */
    public record Notice(TaskEvent event, UUID channelId, @Nullable ChannelType type, @Nullable Detour detour) {

        /** An event for one of the channels that its route names. */
        public Notice(TaskEvent event, UUID channelId, @Nullable ChannelType type) {
            this(event, channelId, type, null);
        }
    }

    /**
     * A message that another channel could not deliver.
     *
     * @param delivery the delivery that was given up
     * @param words what the reader is told about it
     */
    public record Detour(UUID delivery, String words) {}

    /**
     * Enqueues one message for each notice, in the caller's transaction.
     *
     * @return the ids of the messages that are new
     */
    public Set<UUID> enqueue(Handle handle, String workspace, List<Notice> notices) {
        List<NewDelivery> deliveries = new ArrayList<>();
        List<Action> buttons = new ArrayList<>();
        for (Notice notice : notices) {
            UUID id = UUID.randomUUID();
            String taskUid = notice.event.subject();
            List<Message.Action> offered = new ArrayList<>();
            if (notice.type != null && notice.type.buttons()) {
                for (MessageComposer.Offer offer : MessageComposer.offers(notice.event)) {
                    String actionId = actions.newId();
                    offered.add(offer.withId(actionId));
                    buttons.add(new Action(actionId, workspace, id, notice.channelId, taskUid, offer.verb()));
                }
            }
            Message message = MessageComposer.compose(notice.event, offered);
            Detour detour = notice.detour;
            deliveries.add(new NewDelivery(
                    id,
                    workspace,
                    notice.channelId,
                    taskUid,
                    notice.event.id(),
                    new Placement.Fresh(),
                    detour == null ? message : Messages.withRemark(message, detour.words),
                    Urgency.of(notice.event.type()),
                    detour == null ? null : detour.delivery));
        }
        Set<UUID> enqueued = outbox.enqueue(handle, deliveries);
        actions.insert(
                handle,
                buttons.stream()
                        .filter(action -> enqueued.contains(action.deliveryId()))
                        .toList());
        return enqueued;
    }
}

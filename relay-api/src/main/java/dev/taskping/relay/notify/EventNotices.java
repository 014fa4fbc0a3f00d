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
     */
    public record Notice(TaskEvent event, UUID channelId, @Nullable ChannelType type) {}

    /** Enqueues one message for each notice, in the caller's transaction. */
    public void enqueue(Handle handle, String workspace, List<Notice> notices) {
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
            deliveries.add(new NewDelivery(
                    id,
                    workspace,
                    notice.channelId,
                    taskUid,
                    notice.event.id(),
                    new Placement.Fresh(),
                    MessageComposer.compose(notice.event, offered)));
        }
        Set<UUID> enqueued = outbox.enqueue(handle, deliveries);
        actions.insert(
                handle,
                buttons.stream()
                        .filter(action -> enqueued.contains(action.deliveryId()))
                        .toList());
    }
}

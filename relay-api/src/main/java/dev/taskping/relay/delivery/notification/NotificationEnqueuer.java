package dev.taskping.relay.delivery.notification;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.template.TemplateException;
import dev.taskping.relay.action.Action;
import dev.taskping.relay.action.ActionStore;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.live.LiveMessageUpdater;
import dev.taskping.relay.delivery.outbox.MessagePriority;
import dev.taskping.relay.delivery.outbox.MuteStore;
import dev.taskping.relay.delivery.outbox.MuteStore.Muted;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.NotificationRequest;
import dev.taskping.relay.delivery.outbox.NotificationRequest.Detour;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.delivery.outbox.TemplateFaultStore;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.message.MessageComposer;
import dev.taskping.relay.message.TemplateRenderer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Turns events and the channels they go to into messages in the outbox. */
@ApplicationScoped
public class NotificationEnqueuer {

    private final Outbox outbox;
    private final ActionStore actions;
    private final TemplateFaultStore faults;
    private final LiveMessageUpdater live;
    private final MuteStore mutes;

    NotificationEnqueuer(
            Outbox outbox, ActionStore actions, TemplateFaultStore faults, LiveMessageUpdater live, MuteStore mutes) {
        this.outbox = outbox;
        this.actions = actions;
        this.faults = faults;
        this.live = live;
        this.mutes = mutes;
    }

    /** What one batch comes to. */
    private record Batch(List<NewDelivery> deliveries, List<Action> buttons, List<TemplateFaultStore.Fault> faults) {}

    /**
     * Tells of events, in the caller's transaction: one message for each notice, but progress, of which there is much, only
     * in messages that can be edited. Channels that muted the task are told of its end alone.
     *
     * @return the ids of the messages that are new
     */
    public Set<UUID> enqueue(Handle handle, String workspace, List<NotificationRequest> all) {
        List<NotificationRequest> notices = wanted(handle, workspace, all);
        Set<UUID> enqueued = new HashSet<>(post(
                handle,
                workspace,
                notices.stream()
                        .filter(notificationRequest -> !notificationRequest.isProgress())
                        .toList()));
        List<NotificationRequest> progress = notices.stream()
                .filter(notificationRequest -> notificationRequest.isProgress() && notificationRequest.live())
                .toList();
        if (!progress.isEmpty()) {
            Batch edits = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<NotificationRequest> begun = live.moveOn(
                    handle,
                    workspace,
                    LiveMessageUpdater.latest(progress),
                    (notificationRequest, id) -> worded(
                            notificationRequest,
                            id,
                            MessageComposer.compose(notificationRequest.event(), List.of()),
                            edits));
            faults.record(handle, edits.faults);
            enqueued.addAll(post(handle, workspace, begun));
        }
        return enqueued;
    }

    /** Whether somebody who wants to hear less is told of such an event all the same. */
    private static boolean isAlwaysTold(TaskEventType type) {
        return switch (type) {
            case FINISHED -> true;
            case STARTED, PROGRESS -> false;
        };
    }

    private List<NotificationRequest> wanted(Handle handle, String workspace, List<NotificationRequest> notices) {
        Set<String> tasks = notices.stream()
                .filter(notificationRequest ->
                        !isAlwaysTold(notificationRequest.event().type()))
                .map(notificationRequest -> notificationRequest.event().subject())
                .collect(Collectors.toSet());
        Set<Muted> muted = mutes.now(handle, workspace, tasks);
        return muted.isEmpty()
                ? notices
                : notices.stream()
                        .filter(notificationRequest ->
                                isAlwaysTold(notificationRequest.event().type())
                                        || !muted.contains(new Muted(
                                                notificationRequest.channelId(),
                                                notificationRequest.event().subject())))
                        .toList();
    }

    /** Lets messages that are edited say how their tasks ended, in the caller's transaction, after these notices were told. */
    public void end(Handle handle, String workspace, List<TaskEvent> events, List<NotificationRequest> notices) {
        live.end(handle, workspace, events, notices);
    }

    private Set<UUID> post(Handle handle, String workspace, List<NotificationRequest> notices) {
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        notices.forEach(notificationRequest -> add(notificationRequest, workspace, batch));
        Set<UUID> enqueued = outbox.enqueue(handle, batch.deliveries);
        actions.insert(
                handle,
                batch.buttons.stream()
                        .filter(action -> enqueued.contains(action.deliveryId()))
                        .toList());
        faults.record(
                handle,
                batch.faults.stream()
                        .filter(fault -> enqueued.contains(fault.delivery()))
                        .toList());
        return enqueued;
    }

    private void add(NotificationRequest notificationRequest, String workspace, Batch batch) {
        UUID id = UUID.randomUUID();
        String taskUid = notificationRequest.event().subject();
        List<Message.Action> offered = new ArrayList<>();
        if (notificationRequest.type() != null && notificationRequest.type().buttons()) {
            for (MessageComposer.Offer offer : MessageComposer.offers(notificationRequest.event())) {
                String actionId = actions.newId();
                offered.add(offer.withId(actionId));
                batch.buttons.add(
                        new Action(actionId, workspace, id, notificationRequest.channelId(), taskUid, offer.verb()));
            }
        } else if (notificationRequest.type() != null
                && notificationRequest.type().saysAnswers()) {
            // Nothing is pressed there, so that nothing needs to be kept.
            MessageComposer.offers(notificationRequest.event()).forEach(offer -> offered.add(offer.withId("")));
        }
        Message message =
                worded(notificationRequest, id, MessageComposer.compose(notificationRequest.event(), offered), batch);
        Detour detour = notificationRequest.detour();
        batch.deliveries.add(new NewDelivery(
                id,
                workspace,
                notificationRequest.channelId(),
                taskUid,
                EventStore.Key.of(workspace, notificationRequest.event()),
                new Placement.Fresh(),
                detour == null ? message : message.withAbove(detour.words()),
                MessagePriority.of(notificationRequest.event().type()),
                detour == null ? null : detour.delivery(),
                notificationRequest.live() && notificationRequest.event().type() != TaskEventType.FINISHED
                        ? notificationRequest.event().time()
                        : null));
    }

    /** A template that cannot be used must not cost the message. */
    private static Message worded(NotificationRequest notificationRequest, UUID id, Message byDefault, Batch batch) {
        TemplateRenderer wording = notificationRequest.wording();
        if (wording == null) {
            return byDefault;
        }
        try {
            return wording.apply(notificationRequest.event(), byDefault);
        } catch (TemplateException e) {
            batch.faults.add(new TemplateFaultStore.Fault(
                    id,
                    notificationRequest.type(),
                    notificationRequest.event().data().task().namespace(),
                    wording,
                    e.fault()));
            return byDefault;
        }
    }
}

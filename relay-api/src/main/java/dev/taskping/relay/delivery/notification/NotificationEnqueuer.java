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

/** Turns requests to notify channels of events into messages in the outbox. */
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
     * Enqueues one message for each request, in the caller's transaction. Progress, which is frequent, is shown only in
     * messages that can be edited. Channels on which the task is muted get its end alone.
     *
     * @return the ids of the messages that are new
     */
    public Set<UUID> enqueue(Handle handle, String workspace, List<NotificationRequest> all) {
        List<NotificationRequest> notices = wanted(handle, workspace, all);
        Set<UUID> enqueued = new HashSet<>(post(
                handle,
                workspace,
                notices.stream().filter(request -> !request.isProgress()).toList()));
        List<NotificationRequest> progress = notices.stream()
                .filter(request -> request.isProgress() && request.live())
                .toList();
        if (!progress.isEmpty()) {
            Batch edits = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<NotificationRequest> begun = live.moveOn(
                    handle,
                    workspace,
                    LiveMessageUpdater.latest(progress),
                    (request, id) -> worded(request, id, MessageComposer.compose(request.event(), List.of()), edits));
            faults.record(handle, edits.faults);
            enqueued.addAll(post(handle, workspace, begun));
        }
        return enqueued;
    }

    /** Whether the event is sent although the task is muted. */
    private static boolean isAlwaysTold(TaskEventType type) {
        return switch (type) {
            case FINISHED -> true;
            case STARTED, PROGRESS -> false;
        };
    }

    private List<NotificationRequest> wanted(Handle handle, String workspace, List<NotificationRequest> notices) {
        Set<String> tasks = notices.stream()
                .filter(request -> !isAlwaysTold(request.event().type()))
                .map(request -> request.event().subject())
                .collect(Collectors.toSet());
        Set<Muted> muted = mutes.now(handle, workspace, tasks);
        return muted.isEmpty()
                ? notices
                : notices.stream()
                        .filter(request -> isAlwaysTold(request.event().type())
                                || !muted.contains(new Muted(
                                        request.channelId(), request.event().subject())))
                        .toList();
    }

    /** Updates live messages with the end of their tasks, in the caller's transaction, after these requests were enqueued. */
    public void end(Handle handle, String workspace, List<TaskEvent> events, List<NotificationRequest> notices) {
        live.end(handle, workspace, events, notices);
    }

    private Set<UUID> post(Handle handle, String workspace, List<NotificationRequest> notices) {
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        notices.forEach(request -> add(request, workspace, batch));
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

    private void add(NotificationRequest request, String workspace, Batch batch) {
        UUID id = UUID.randomUUID();
        String taskUid = request.event().subject();
        List<Message.Action> offered = new ArrayList<>();
        if (request.type() != null && request.type().buttons()) {
            for (MessageComposer.Offer offer : MessageComposer.offers(request.event())) {
                String actionId = actions.newId();
                offered.add(offer.withId(actionId));
                batch.buttons.add(new Action(actionId, workspace, id, request.channelId(), taskUid, offer.verb()));
            }
        } else if (request.type() != null && request.type().saysAnswers()) {
            // There are no buttons, so there is nothing to store.
            MessageComposer.offers(request.event()).forEach(offer -> offered.add(offer.withId("")));
        }
        Message message = worded(request, id, MessageComposer.compose(request.event(), offered), batch);
        Detour detour = request.detour();
        batch.deliveries.add(new NewDelivery(
                id,
                workspace,
                request.channelId(),
                taskUid,
                EventStore.Key.of(workspace, request.event()),
                new Placement.Fresh(),
                detour == null ? message : message.withAbove(detour.words()),
                MessagePriority.of(request.event().type()),
                detour == null ? null : detour.delivery(),
                request.live() && request.event().type() != TaskEventType.FINISHED
                        ? request.event().time()
                        : null));
    }

    /** A template that cannot be used does not prevent the message: the default wording is sent. */
    private static Message worded(NotificationRequest request, UUID id, Message byDefault, Batch batch) {
        TemplateRenderer wording = request.wording();
        if (wording == null) {
            return byDefault;
        }
        try {
            return wording.apply(request.event(), byDefault);
        } catch (TemplateException e) {
            batch.faults.add(new TemplateFaultStore.Fault(
                    id, request.type(), request.event().data().task().namespace(), wording, e.fault()));
            return byDefault;
        }
    }
}

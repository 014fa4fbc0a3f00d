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
import dev.taskping.relay.delivery.outbox.Notice;
import dev.taskping.relay.delivery.outbox.Notice.Detour;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.delivery.outbox.TemplateFaultStore;
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
    public Set<UUID> enqueue(Handle handle, String workspace, List<Notice> all) {
        List<Notice> notices = wanted(handle, workspace, all);
        Set<UUID> enqueued = new HashSet<>(post(
                handle,
                workspace,
                notices.stream().filter(notice -> !notice.isProgress()).toList()));
        List<Notice> progress = notices.stream()
                .filter(notice -> notice.isProgress() && notice.live())
                .toList();
        if (!progress.isEmpty()) {
            Batch edits = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<Notice> begun = live.moveOn(
                    handle,
                    workspace,
                    LiveMessageUpdater.latest(progress),
                    (notice, id) -> worded(notice, id, MessageComposer.compose(notice.event(), List.of()), edits));
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

    private List<Notice> wanted(Handle handle, String workspace, List<Notice> notices) {
        Set<String> tasks = notices.stream()
                .filter(notice -> !isAlwaysTold(notice.event().type()))
                .map(notice -> notice.event().subject())
                .collect(Collectors.toSet());
        Set<Muted> muted = mutes.now(handle, workspace, tasks);
        return muted.isEmpty()
                ? notices
                : notices.stream()
                        .filter(notice -> isAlwaysTold(notice.event().type())
                                || !muted.contains(new Muted(
                                        notice.channelId(), notice.event().subject())))
                        .toList();
    }

    /** Lets messages that are edited say how their tasks ended, in the caller's transaction, after these notices were told. */
    public void end(Handle handle, String workspace, List<TaskEvent> events, List<Notice> notices) {
        live.end(handle, workspace, events, notices);
    }

    private Set<UUID> post(Handle handle, String workspace, List<Notice> notices) {
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        notices.forEach(notice -> add(notice, workspace, batch));
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

    private void add(Notice notice, String workspace, Batch batch) {
        UUID id = UUID.randomUUID();
        String taskUid = notice.event().subject();
        List<Message.Action> offered = new ArrayList<>();
        if (notice.type() != null && notice.type().buttons()) {
            for (MessageComposer.Offer offer : MessageComposer.offers(notice.event())) {
                String actionId = actions.newId();
                offered.add(offer.withId(actionId));
                batch.buttons.add(new Action(actionId, workspace, id, notice.channelId(), taskUid, offer.verb()));
            }
        } else if (notice.type() != null && notice.type().saysAnswers()) {
            // Nothing is pressed there, so that nothing needs to be kept.
            MessageComposer.offers(notice.event()).forEach(offer -> offered.add(offer.withId("")));
        }
        Message message = worded(notice, id, MessageComposer.compose(notice.event(), offered), batch);
        Detour detour = notice.detour();
        batch.deliveries.add(new NewDelivery(
                id,
                workspace,
                notice.channelId(),
                taskUid,
                notice.event().id(),
                new Placement.Fresh(),
                detour == null ? message : message.withAbove(detour.words()),
                MessagePriority.of(notice.event().type()),
                detour == null ? null : detour.delivery(),
                notice.live() && notice.event().type() != TaskEventType.FINISHED
                        ? notice.event().time()
                        : null));
    }

    /** A template that cannot be used must not cost the message. */
    private static Message worded(Notice notice, UUID id, Message byDefault, Batch batch) {
        TemplateRenderer wording = notice.wording();
        if (wording == null) {
            return byDefault;
        }
        try {
            return wording.apply(notice.event(), byDefault);
        } catch (TemplateException e) {
            batch.faults.add(new TemplateFaultStore.Fault(
                    id, notice.type(), notice.event().data().task().namespace(), wording, e.fault()));
            return byDefault;
        }
    }
}

package dev.taskping.operator.notifiedtask;

import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.messagetemplate.TemplateFaultCache;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.reporting.RejectedEvents;
import dev.taskping.protocol.relay.UndeliveredMessages;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Polls the relay for messages that reached nobody and for templates that failed. Each NotifiedTask whose rules asked for such
 * a message is reconciled, so that its status shows the number of messages, and gets an Event for each channel.
 */
@ApplicationScoped
class UndeliveredMessagePoller implements LeaderTask {

    private final RelayClient relay;
    private final UndeliveredMessageEvents events;
    private final NotifiedTaskTrigger trigger;
    private final TemplateFaultCache faults;
    private final TemplateFaultEvents faultEvents;
    private final Duration interval;
    private final RejectedEvents rejected;
    private volatile Map<ResourceID, List<UndeliveredMessage>> byTask = Map.of();
    private volatile Set<ResourceID> withRejected = Set.of();

    UndeliveredMessagePoller(
            RelayClient relay,
            UndeliveredMessageEvents events,
            NotifiedTaskTrigger trigger,
            TemplateFaultCache faults,
            TemplateFaultEvents faultEvents,
            RejectedEvents rejected,
            OperatorConfiguration configuration) {
        this.relay = relay;
        this.events = events;
        this.trigger = trigger;
        this.faults = faults;
        this.faultEvents = faultEvents;
        this.rejected = rejected;
        this.interval = configuration.relay().undeliveredInterval();
    }

    /** How many messages of that NotifiedTask reached nobody in the last day; an event that the relay rejects counts as one. */
    int count(NotifiedTask task) {
        ResourceID id = ResourceID.fromResource(task);
        return byTask.getOrDefault(id, List.of()).size() + rejected.ofTask(id).size();
    }

    @Override
    public String name() {
        return "Poll of undelivered messages";
    }

    @Override
    public void run() {
        Set<ResourceID> rejectedNow = rejected.tasks();
        Stream.concat(withRejected.stream(), rejectedNow.stream()).distinct().forEach(trigger::reconcile);
        withRejected = rejectedNow;
        Map<ResourceID, List<UndeliveredMessage>> before = byTask;
        UndeliveredMessages answer = relay.undelivered();
        faults.update(answer.templateFaults()).forEach(task -> {
            trigger.reconcile(task);
            faultEvents.record(task, faults.ofTask(task));
        });
        Map<ResourceID, List<UndeliveredMessage>> now = byTask(answer.messages());
        byTask = now;
        Set<ResourceID> changed = new HashSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(task -> before.getOrDefault(task, List.of()).equals(now.getOrDefault(task, List.of())));
        for (ResourceID task : changed) {
            trigger.reconcile(task);
            events.record(task, now.getOrDefault(task, List.of()));
        }
    }

    @Override
    public Duration interval() {
        return interval;
    }

    private static Map<ResourceID, List<UndeliveredMessage>> byTask(List<UndeliveredMessage> messages) {
        Map<ResourceID, List<UndeliveredMessage>> byTask = new LinkedHashMap<>();
        for (UndeliveredMessage message : messages) {
            for (String policy : message.policies()) {
                byTask.merge(
                        new ResourceID(policy, message.task().namespace()),
                        List.of(message),
                        (known, more) ->
                                Stream.concat(known.stream(), more.stream()).toList());
            }
        }
        return byTask;
    }
}

package dev.taskping.operator.notifiedtask;

import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.status.EventRecorder;
import dev.taskping.operator.status.EventRecorder.NewEvent;
import dev.taskping.operator.status.EventRecorder.Type;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Records Kubernetes Events about messages that reached nobody: one Event for each channel, identified by the latest of its
 * messages.
 */
@ApplicationScoped
class UndeliveredMessageEvents {

    private final EventRecorder events;
    private final PolicyCatalog policies;

    UndeliveredMessageEvents(EventRecorder events, PolicyCatalog policies) {
        this.events = events;
        this.policies = policies;
    }

    /** Records these messages, newest first, as Events of the NotifiedTask, if that exists. */
    void record(ResourceID id, List<UndeliveredMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        Map<ChannelKey, List<UndeliveredMessage>> byChannel =
                messages.stream().collect(Collectors.groupingBy(UndeliveredMessage::channel));
        policies.task(id.getNamespace().orElse(""), id.getName())
                .ifPresent(task ->
                        byChannel.forEach((channel, undelivered) -> events.record(task, event(channel, undelivered))));
    }

    private static NewEvent event(ChannelKey channel, List<UndeliveredMessage> messages) {
        UndeliveredMessage latest = messages.getFirst();
        String text = messages.size() + (messages.size() == 1 ? " message" : " messages") + " to channel " + channel
                + " reached nobody in the last day; the latest, about "
                + latest.task().kind() + " "
                + latest.task().name() + ": " + latest.reason();
        return new NewEvent(latest.id().toString(), Type.WARNING, "Undelivered", text, latest.at());
    }
}

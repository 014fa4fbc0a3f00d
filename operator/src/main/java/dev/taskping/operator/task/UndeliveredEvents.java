package dev.taskping.operator.task;

import dev.taskping.operator.event.ResourceEvents;
import dev.taskping.operator.event.ResourceEvents.Note;
import dev.taskping.operator.event.ResourceEvents.Type;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Kubernetes Events about messages that reached nobody, one a channel however many they are. Named after the latest of the
 * messages, so that writing one again is nothing new.
 */
@ApplicationScoped
class UndeliveredEvents {

    private final ResourceEvents events;
    private final PolicyCatalog policies;

    UndeliveredEvents(ResourceEvents events, PolicyCatalog policies) {
        this.events = events;
        this.policies = policies;
    }

    /** Tells of these messages of a NotifiedTask, newest first, if it exists. */
    void tell(ResourceID id, List<UndeliveredMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        Map<ChannelKey, List<UndeliveredMessage>> byChannel =
                messages.stream().collect(Collectors.groupingBy(UndeliveredMessage::channel));
        policies.task(id.getNamespace().orElse(""), id.getName())
                .ifPresent(task ->
                        byChannel.forEach((channel, undelivered) -> events.write(task, note(channel, undelivered))));
    }

    private static Note note(ChannelKey channel, List<UndeliveredMessage> messages) {
        UndeliveredMessage latest = messages.getFirst();
        String text = messages.size() + (messages.size() == 1 ? " message" : " messages") + " to channel " + channel
                + " reached nobody in the last day; the latest, about "
                + latest.task().kind() + " "
                + latest.task().name() + ": " + latest.reason();
        return new Note(latest.id().toString(), Type.WARNING, "Undelivered", text, latest.at());
    }
}

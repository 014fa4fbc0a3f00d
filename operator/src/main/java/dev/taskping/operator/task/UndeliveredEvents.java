package dev.taskping.operator.task;

import dev.taskping.crds.NotifiedTask;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Kubernetes Events about messages that reached nobody, one a channel however many they are. Named after the latest of the
 * messages, so that writing one again is nothing new.
 */
@ApplicationScoped
class UndeliveredEvents {

    private static final Logger LOG = Logger.getLogger(UndeliveredEvents.class);
    /** The API server takes no more, k8s.io/kubernetes/pkg/apis/core/validation/events.go. */
    private static final int LONGEST_MESSAGE = 1024;

    private static final String COMPONENT = "taskping-operator";

    private final KubernetesClient client;
    private final PolicyCatalog policies;

    UndeliveredEvents(KubernetesClient client, PolicyCatalog policies) {
        this.client = client;
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
                .ifPresent(
                        task -> byChannel.forEach((channel, undelivered) -> write(event(task, channel, undelivered))));
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.warnf(
                        "Events in namespace %s cannot be written; the operator's Role there needs 'create' on 'events'",
                        event.getMetadata().getNamespace());
            } else if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static Event event(NotifiedTask task, ChannelKey channel, List<UndeliveredMessage> messages) {
        UndeliveredMessage latest = messages.getFirst();
        String text = messages.size() + (messages.size() == 1 ? " message" : " messages") + " to channel " + channel
                + " reached nobody in the last day; the latest, about "
                + latest.task().kind() + " "
                + latest.task().name() + ": " + latest.reason();
        return new EventBuilder()
                .withNewMetadata()
                .withName(task.getMetadata().getName() + "." + latest.id())
                .withNamespace(task.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(task.getApiVersion())
                .withKind(task.getKind())
                .withName(task.getMetadata().getName())
                .withNamespace(task.getMetadata().getNamespace())
                .withUid(task.getMetadata().getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("Undelivered")
                .withMessage(text.substring(0, Math.min(text.length(), LONGEST_MESSAGE)))
                .withFirstTimestamp(latest.at().toString())
                .withLastTimestamp(latest.at().toString())
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .build();
    }
}

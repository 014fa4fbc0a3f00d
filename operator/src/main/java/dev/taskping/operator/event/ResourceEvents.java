package dev.taskping.operator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Writes Kubernetes Events, as {@code kubectl describe} shows them. One is written once, whoever writes it again. */
@ApplicationScoped
public class ResourceEvents {

    private static final Logger LOG = Logger.getLogger(ResourceEvents.class);
    /** The API server takes no more, k8s.io/kubernetes/pkg/apis/core/validation/events.go. */
    private static final int LONGEST_MESSAGE = 1024;
    /** Of an object, k8s.io/apimachinery/pkg/util/validation: a DNS subdomain. */
    private static final int LONGEST_NAME = 253;

    private static final String COMPONENT = "taskping-operator";

    private final KubernetesClient client;

    ResourceEvents(KubernetesClient client) {
        this.client = client;
    }

    /** How much it matters. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String id;

        Type(String id) {
            this.id = id;
        }
    }

    /**
     * What is to be told.
     *
     * @param id what sets it apart from other Events at the same resource, of the characters of a DNS label
     * @param type how much it matters
     * @param reason one CamelCase word
     * @param message a sentence
     * @param at when it happened
     */
    public record Note(String id, Type type, String reason, String message, Instant at) {}

    /** Tells it at that resource; writing a note again is nothing new. */
    public void write(HasMetadata about, Note note) {
        try {
            client.resource(event(about, note)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.warnf(
                        "Events in namespace %s cannot be written; the operator's Role there needs 'create' on 'events'",
                        about.getMetadata().getNamespace());
            } else if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static Event event(HasMetadata about, Note note) {
        String name = about.getMetadata().getName();
        String at = note.at().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name.substring(
                                0,
                                Math.min(
                                        name.length(),
                                        LONGEST_NAME - 1 - note.id().length())) + "." + note.id())
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(name)
                .withNamespace(about.getMetadata().getNamespace())
                .withUid(about.getMetadata().getUid())
                .endInvolvedObject()
                .withType(note.type().id)
                .withReason(note.reason())
                .withMessage(note.message().substring(0, Math.min(note.message().length(), LONGEST_MESSAGE)))
                .withFirstTimestamp(at)
                .withLastTimestamp(at)
                .withCount(1)
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .build();
    }
}

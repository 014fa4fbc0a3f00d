package dev.taskping.operator.status;

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

/** Writes Kubernetes Events, which {@code kubectl describe} shows. Each Event is written once, however often it is recorded. */
@ApplicationScoped
public class EventRecorder {

    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    /** The longest message that the API server takes, k8s.io/kubernetes/pkg/apis/core/validation/events.go. */
    private static final int LONGEST_MESSAGE = 1024;
    /** The longest name of an object, a DNS subdomain, k8s.io/apimachinery/pkg/util/validation. */
    private static final int LONGEST_NAME = 253;

    private static final String COMPONENT = "taskping-operator";

    private final KubernetesClient client;

    EventRecorder(KubernetesClient client) {
        this.client = client;
    }

    /** How serious an Event is. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String id;

        Type(String id) {
            this.id = id;
        }
    }

    /**
     * An Event to record.
     *
     * @param id tells it from other Events of the same resource; characters of a DNS label
     * @param type how serious it is
     * @param reason one CamelCase word
     * @param message a sentence
     * @param at when it happened
     */
    public record NewEvent(String id, Type type, String reason, String message, Instant at) {}

    /** Records an Event about that resource; does nothing if it is recorded already. */
    public void record(HasMetadata about, NewEvent event) {
        try {
            client.resource(toResource(about, event)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.warnf(
                        "Cannot write Event %s about %s %s/%s; the operator's Role there needs 'create' on 'events'",
                        event.reason(),
                        about.getKind(),
                        about.getMetadata().getNamespace(),
                        about.getMetadata().getName());
            } else if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static Event toResource(HasMetadata about, NewEvent event) {
        String name = about.getMetadata().getName();
        String at = event.at().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name.substring(
                                0,
                                Math.min(
                                        name.length(),
                                        LONGEST_NAME - 1 - event.id().length())) + "." + event.id())
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(name)
                .withNamespace(about.getMetadata().getNamespace())
                .withUid(about.getMetadata().getUid())
                .endInvolvedObject()
                .withType(event.type().id)
                .withReason(event.reason())
                .withMessage(
                        event.message().substring(0, Math.min(event.message().length(), LONGEST_MESSAGE)))
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

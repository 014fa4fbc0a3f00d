package dev.taskping.operator.observation;

import dev.taskping.operator.job.JobIdentity;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskIdentity;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads from the Job controller's Events how a Job ended that is known to have run and is gone, and why it has no pods. Whoever may create Events can
 * forge one, so that an Event never tells that a Job existed, and the outcome says where it comes from. Events are kept for an hour,
 * unless the API server's {@code --event-ttl} says otherwise.
 */
@ApplicationScoped
public class JobControllerEvents {

    private static final Logger LOG = Logger.getLogger(JobControllerEvents.class);
    private static final long PAGE = 500;

    /** The Job controller's reason for success, pkg/controller/job in Kubernetes. */
    private static final String COMPLETED = "Completed";

    /** The Job controller's reason when the API server refuses a pod, pkg/controller in Kubernetes. */
    private static final String FAILED_CREATE = "FailedCreate";

    /** The Job controller's reasons for a failure, pkg/controller/job and api/batch/v1 in Kubernetes. */
    private static final Set<String> FAILURES = Set.of(
            "BackoffLimitExceeded",
            "DeadlineExceeded",
            "FailedIndexes",
            "MaxFailedIndexesExceeded",
            "PodFailurePolicy");

    private static final Outcome UNSEEN = Outcome.of(
            Result.GONE,
            "EndedUnseen",
            "The Job was deleted while no operator was watching, and no Event says how it ended");

    /**
     * How a deleted Job ended.
     *
     * @param task the Job
     * @param outcome the outcome without exit code, because the pods are gone
     * @param at when the Job controller recorded it
     */
    public record RecordedEnd(TaskIdentity task, Outcome outcome, Instant at) {}

    private final KubernetesClient client;
    private final Clock clock;

    JobControllerEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * How a deleted Job ended; {@link Result#GONE} if no Event says how.
     *
     * @throws KubernetesClientException if the API server did not answer
     */
    public RecordedEnd endOf(TaskIdentity task) {
        Map<String, RecordedEnd> ends = new HashMap<>();
        read(task.namespace(), "involvedObject.uid=" + task.uid(), event -> collect(event, ends));
        RecordedEnd end = ends.get(task.uid());
        return end == null
                ? new RecordedEnd(task, UNSEEN, clock.instant())
                : new RecordedEnd(task, end.outcome(), end.at());
    }

    /**
     * Why the Job controller could not create a Job's pods, in the API server's words; empty if no Event says so.
     *
     * @throws KubernetesClientException if the API server did not answer
     */
    public Optional<String> podRefusal(String namespace, String jobUid) {
        List<Event> refusals = new ArrayList<>();
        read(namespace, "involvedObject.uid=" + jobUid + ",reason=" + FAILED_CREATE, refusals::add);
        return refusals.stream().max(Comparator.comparing(this::time)).map(Event::getMessage);
    }

    private void collect(Event event, Map<String, RecordedEnd> ends) {
        ObjectReference job = event.getInvolvedObject();
        TaskIdentity task =
                new TaskIdentity(JobIdentity.KIND, job.getNamespace(), job.getName(), job.getUid(), Map.of());
        outcome(event)
                .map(outcome -> new RecordedEnd(task, outcome, time(event)))
                .ifPresent(end -> ends.putIfAbsent(task.uid(), end));
    }

    private static Optional<Outcome> outcome(Event event) {
        String reason = event.getReason();
        Optional<Result> result = COMPLETED.equals(reason)
                ? Optional.of(Result.SUCCEEDED)
                : FAILURES.contains(reason) ? Optional.of(Result.FAILED) : Optional.empty();
        return result.map(
                known -> Outcome.of(known, reason, event.getMessage() + " (from the Job's Events; it is deleted)"));
    }

    private Instant time(Event event) {
        return Optional.ofNullable(event.getLastTimestamp())
                .or(() -> Optional.ofNullable(event.getEventTime()).map(MicroTime::getTime))
                .map(Instant::parse)
                .orElseGet(clock::instant);
    }

    /**
     * Reads in pages. Reads nothing if the operator is not allowed to read Events.
     *
     * @throws KubernetesClientException if the API server did not answer: that does not mean that there are no Events
     */
    private void read(String namespace, String fields, Consumer<Event> each) {
        try {
            String next = null;
            do {
                EventList page = client.v1()
                        .events()
                        .inNamespace(namespace)
                        .list(new ListOptionsBuilder()
                                .withFieldSelector(fields)
                                .withLimit(PAGE)
                                .withContinue(next)
                                .build());
                page.getItems().forEach(each);
                next = page.getMetadata().getContinue();
            } while (next != null && !next.isEmpty());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            LOG.infof("Not allowed to read the Events of namespace %s (%s): %s", namespace, fields, e.getMessage());
        }
    }
}

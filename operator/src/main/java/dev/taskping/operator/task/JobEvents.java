package dev.taskping.operator.task;

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
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What the Job controller's and the CronJob controller's Events still say of Jobs that are deleted. Events live for an
 * hour, unless the API server is told otherwise ({@code --event-ttl}), and hold no labels of what they are about.
 */
@ApplicationScoped
class JobEvents {

    private static final Logger LOG = Logger.getLogger(JobEvents.class);
    private static final long PAGE = 500;

    /** The Job controller's word for success, pkg/controller/job in Kubernetes. */
    private static final String COMPLETED = "Completed";

    /** The Job controller's words for an end without success, pkg/controller/job and api/batch/v1 in Kubernetes. */
    private static final Set<String> FAILURES = Set.of(
            "BackoffLimitExceeded",
            "DeadlineExceeded",
            "FailedIndexes",
            "MaxFailedIndexesExceeded",
            "PodFailurePolicy");

    /** Every end, but not the most frequent of a Job's Events. Field selectors know no "or". */
    private static final String OF_JOBS = "involvedObject.kind=Job,reason!=SuccessfulCreate,reason!=SuccessfulDelete";

    private static final String OF_CRON_JOBS = "involvedObject.kind=CronJob,reason=SuccessfulCreate";

    /** The CronJob controller's sentence, pkg/controller/cronjob in Kubernetes. */
    private static final String CREATED_JOB = "Created job ";

    private static final Outcome UNSEEN = Outcome.of(
            Result.GONE,
            "EndedUnseen",
            "The Job was deleted while nobody was watching, and no Event says how it ended: that is not known");

    /**
     * How a Job ended.
     *
     * @param task which one; its labels only if they were known before
     * @param outcome without exit code and log: its pods are gone
     * @param at when the controller said so
     */
    record RecordedEnd(TaskIdentity task, Outcome outcome, Instant at) {}

    private final KubernetesClient client;
    private final Clock clock;

    JobEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * How a deleted Job ended; {@link Result#GONE} if no Event says so.
     *
     * @throws KubernetesClientException if the API server could not be asked
     */
    RecordedEnd endOf(TaskIdentity task) {
        Map<String, RecordedEnd> ends = new HashMap<>();
        read(task.namespace(), "involvedObject.uid=" + task.uid(), event -> note(event, ends));
        RecordedEnd end = ends.get(task.uid());
        return end == null
                ? new RecordedEnd(task, UNSEEN, clock.instant())
                : new RecordedEnd(task, end.outcome(), end.at());
    }

    /** How Jobs ended, deleted ones as well, in these namespaces. */
    Collection<RecordedEnd> ends(Collection<String> namespaces) {
        Map<String, RecordedEnd> ends = new LinkedHashMap<>();
        for (String namespace : namespaces) {
            read(namespace, OF_JOBS, event -> note(event, ends));
        }
        return ends.values();
    }

    /** Which CronJob made a Job, by the Job's name. */
    Map<ResourceID, String> cronJobs(Collection<String> namespaces) {
        Map<ResourceID, String> cronJobs = new HashMap<>();
        for (String namespace : namespaces) {
            read(namespace, OF_CRON_JOBS, event -> {
                String message = event.getMessage();
                if (message != null && message.startsWith(CREATED_JOB)) {
                    cronJobs.put(
                            new ResourceID(
                                    message.substring(CREATED_JOB.length()).strip(), namespace),
                            event.getInvolvedObject().getName());
                }
            });
        }
        return cronJobs;
    }

    private void note(Event event, Map<String, RecordedEnd> ends) {
        ObjectReference job = event.getInvolvedObject();
        TaskIdentity task =
                new TaskIdentity(TaskEvents.KIND, job.getNamespace(), job.getName(), job.getUid(), Map.of());
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
     * In pages. Whoever may not read Events is told of less.
     *
     * @throws KubernetesClientException if the API server could not be asked: what it would have said is not known then
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
            LOG.infof("Events of namespace %s cannot be read (%s): %s", namespace, fields, e.getMessage());
        }
    }
}

package dev.taskping.operator.task;

import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.operator.task.policy.Watch;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.RunningTasks.RunningTask;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Tasks that the relay holds as running although the cluster has no such Job any more: they ended while no operator was
 * watching. The Job controller's Events may still say how; otherwise it is told that nobody knows.
 */
@ApplicationScoped
class VanishedTasks {

    private static final Logger LOG = Logger.getLogger(VanishedTasks.class);

    /** The Job controller's words for an end without success, pkg/controller/job and api/batch/v1 in Kubernetes. */
    private static final Set<String> FAILURES = Set.of(
            "BackoffLimitExceeded",
            "DeadlineExceeded",
            "FailedIndexes",
            "MaxFailedIndexesExceeded",
            "PodFailurePolicy");

    private record End(Outcome outcome, Instant at) {}

    private final KubernetesClient client;
    private final JobCache jobs;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final TaskEvents events;
    private final Acknowledged acknowledged;
    private final Clock clock;

    VanishedTasks(
            KubernetesClient client,
            JobCache jobs,
            JobReporter reporter,
            PolicyCatalog policies,
            TaskEvents events,
            Acknowledged acknowledged,
            Clock clock) {
        this.client = client;
        this.jobs = jobs;
        this.reporter = reporter;
        this.policies = policies;
        this.events = events;
        this.acknowledged = acknowledged;
        this.clock = clock;
    }

    /**
     * Reports those of the tasks that have vanished, and waits until the relay has recorded them.
     *
     * @return how many there were
     */
    int report(List<RunningTask> running) throws InterruptedException {
        int vanished = 0;
        for (RunningTask task : running) {
            TaskIdentity identity = task.task();
            if (!TaskEvents.KIND.equals(identity.kind())
                    || !jobs.covers(identity.namespace())
                    || reporter.isAtWork(identity.uid())) {
                continue;
            }
            Optional<Job> job = jobs.byUid(identity.uid());
            if (job.isPresent()) {
                // That the relay holds it as running means that it was told of the start, whoever told it.
                acknowledged.add(identity.uid(), TaskEventType.STARTED);
                reporter.report(job.get());
            } else if (!exists(identity) && !reporter.isAtWork(identity.uid())) {
                report(task);
                vanished++;
            }
        }
        return vanished;
    }

    /** The cache may be a moment behind the leader before us: the API server has the last word. */
    private boolean exists(TaskIdentity identity) {
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(identity.namespace())
                .withName(identity.name())
                .get();
        return job != null && identity.uid().equals(job.getMetadata().getUid());
    }

    private void report(RunningTask task) throws InterruptedException {
        TaskIdentity identity = task.task();
        End end = recorded(identity)
                .orElseGet(() -> new End(
                        Outcome.of(
                                Result.GONE,
                                "EndedUnseen",
                                "The Job was deleted while nobody was watching, and its Events are gone: how it ended is"
                                        + " not known"),
                        clock.instant()));
        Watch watch = policies.watch(metadata(identity), null).orElse(Watch.SILENT);
        List<Route> route = watch.finishRoute(end.outcome().result());
        if (watch.rules().isEmpty()) {
            route = task.finishRoute();
        }
        reporter.send(events.vanished(task, end.outcome(), end.at(), route, watch));
        LOG.infof(
                "Job %s/%s ended while nobody was watching: %s (%s)",
                identity.namespace(),
                identity.name(),
                end.outcome().result(),
                end.outcome().reason());
    }

    private Optional<End> recorded(TaskIdentity identity) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(identity.namespace())
                    .withField("involvedObject.uid", identity.uid())
                    .list()
                    .getItems()
                    .stream()
                    .flatMap(event -> end(event).stream())
                    .findFirst();
        } catch (KubernetesClientException e) {
            LOG.infof("Events of Job %s/%s cannot be read: %s", identity.namespace(), identity.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<End> end(Event event) {
        String reason = event.getReason();
        Optional<Result> result = "Completed".equals(reason)
                ? Optional.of(Result.SUCCEEDED)
                : FAILURES.contains(reason) ? Optional.of(Result.FAILED) : Optional.empty();
        return result.map(known -> new End(
                Outcome.of(known, reason, event.getMessage() + " (from the Job's Events; it is deleted)"),
                time(event)));
    }

    private Instant time(Event event) {
        return Optional.ofNullable(event.getLastTimestamp())
                .or(() -> Optional.ofNullable(event.getEventTime()).map(time -> time.getTime()))
                .map(Instant::parse)
                .orElseGet(clock::instant);
    }

    private static ObjectMeta metadata(TaskIdentity identity) {
        return new ObjectMetaBuilder()
                .withNamespace(identity.namespace())
                .withName(identity.name())
                .withUid(identity.uid())
                .withLabels(identity.labels())
                .build();
    }
}

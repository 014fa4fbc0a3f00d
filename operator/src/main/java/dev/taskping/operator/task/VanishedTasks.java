package dev.taskping.operator.task;

import dev.taskping.operator.task.JobEvents.RecordedEnd;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.operator.task.policy.Watch;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.RunningTasks.RunningTask;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tasks that the relay holds as running although the cluster has no such Job any more: they ended while no operator was
 * watching. The Job controller's Events may still say how; otherwise it is told that nobody knows.
 */
@ApplicationScoped
class VanishedTasks {

    private static final Logger LOG = Logger.getLogger(VanishedTasks.class);

    private final KubernetesClient client;
    private final JobCache jobs;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final JobEvents recorded;
    private final TaskEvents events;
    private final Acknowledged acknowledged;

    VanishedTasks(
            KubernetesClient client,
            JobCache jobs,
            JobReporter reporter,
            PolicyCatalog policies,
            JobEvents recorded,
            TaskEvents events,
            Acknowledged acknowledged) {
        this.client = client;
        this.jobs = jobs;
        this.reporter = reporter;
        this.policies = policies;
        this.recorded = recorded;
        this.events = events;
        this.acknowledged = acknowledged;
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
        RecordedEnd end = recorded.endOf(identity);
        Watch watch = policies.watch(metadata(identity), null).orElse(Watch.SILENT);
        List<Route> route = watch.finishRoute(end.outcome().result());
        if (watch.rules().isEmpty()) {
            route = task.finishRoute();
        }
        reporter.send(events.vanished(end, task.started(), route, watch.next()));
        LOG.infof(
                "Job %s/%s ended while nobody was watching: %s (%s)",
                identity.namespace(),
                identity.name(),
                end.outcome().result(),
                end.outcome().reason());
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

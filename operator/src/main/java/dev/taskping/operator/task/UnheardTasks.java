package dev.taskping.operator.task;

import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.task.JobEvents.RecordedEnd;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.operator.task.policy.Watch;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Tasks that the relay never heard of, because they came, ended and were deleted while no operator was watching. The Job
 * controller's Events tell of them. Only NotifiedTasks that name what they watch can be decided by an Event: it shows
 * neither labels nor owners.
 */
@ApplicationScoped
class UnheardTasks {

    private static final Logger LOG = Logger.getLogger(UnheardTasks.class);

    private record Unheard(RecordedEnd end, Watch watch) {}

    private final KubernetesClient client;
    private final JobCache jobs;
    private final JobEvents recorded;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final RelayClient relay;
    private final TaskEvents events;

    UnheardTasks(
            KubernetesClient client,
            JobCache jobs,
            JobEvents recorded,
            JobReporter reporter,
            PolicyCatalog policies,
            RelayClient relay,
            TaskEvents events) {
        this.client = client;
        this.jobs = jobs;
        this.recorded = recorded;
        this.reporter = reporter;
        this.policies = policies;
        this.relay = relay;
        this.events = events;
    }

    /**
     * Reports them, and waits until the relay has recorded them. One list of Events, two where a CronJob is watched, for
     * each namespace with a NotifiedTask that can be decided; nothing where there is none.
     *
     * @return how many there were
     */
    int report() throws InterruptedException {
        Map<String, Unheard> candidates = candidates();
        if (candidates.isEmpty()) {
            return 0;
        }
        int told = 0;
        Set<String> missing = relay.missing(List.copyOf(candidates.keySet()));
        for (String id : missing) {
            Unheard unheard = candidates.get(id);
            if (unheard != null && isUnseen(unheard.end().task())) {
                tell(unheard.end(), unheard.watch());
                told++;
            }
        }
        return told;
    }

    /** By the id of the event that would tell. */
    private Map<String, Unheard> candidates() {
        Map<String, Unheard> candidates = new LinkedHashMap<>();
        Set<String> byName = policies.namespacesWatchedByName();
        Map<ResourceID, String> cronJobs = recorded.cronJobs(policies.namespacesWatchedByCronJob());
        for (RecordedEnd end : recorded.ends(byName)) {
            String uid = end.task().uid();
            if (jobs.byUid(uid).isEmpty() && !reporter.isAtWork(uid)) {
                policies.watchByName(metadata(end.task(), cronJobs), end.at())
                        .ifPresent(watch ->
                                candidates.put(TaskEvents.id(uid, TaskEventType.FINISHED), new Unheard(end, watch)));
            }
        }
        return candidates;
    }

    private static ObjectMeta metadata(TaskIdentity job, Map<ResourceID, String> cronJobs) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withNamespace(job.namespace())
                .withName(job.name())
                .withUid(job.uid());
        String cronJob = cronJobs.get(new ResourceID(job.name(), job.namespace()));
        if (cronJob != null) {
            metadata.addNewOwnerReference()
                    .withKind("CronJob")
                    .withName(cronJob)
                    .withUid("")
                    .withController(true)
                    .endOwnerReference();
        }
        return metadata.build();
    }

    /** The cache may be a moment behind; one that was just deleted is on its way by now, with all that its pods tell. */
    private boolean isUnseen(TaskIdentity task) {
        if (reporter.isAtWork(task.uid())) {
            return false;
        }
        Job job = client.batch()
                .v1()
                .jobs()
                .inNamespace(task.namespace())
                .withName(task.name())
                .get();
        return job == null || !task.uid().equals(job.getMetadata().getUid());
    }

    private void tell(RecordedEnd end, Watch watch) throws InterruptedException {
        reporter.send(events.vanished(end, null, watch.finishRoute(end.outcome().result()), watch.next()));
        LOG.infof(
                "Job %s/%s came and went while nobody was watching: %s (%s)",
                end.task().namespace(),
                end.task().name(),
                end.outcome().result(),
                end.outcome().reason());
    }
}

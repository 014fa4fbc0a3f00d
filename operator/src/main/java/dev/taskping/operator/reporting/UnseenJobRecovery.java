package dev.taskping.operator.reporting;

import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.observation.JobControllerEvents;
import dev.taskping.operator.observation.JobControllerEvents.RecordedEnd;
import dev.taskping.operator.policy.EffectivePolicy;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.relay.EventBatcher;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.taskevent.TaskEventFactory;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Recovers Jobs that the relay never heard of, because they were created, ended and deleted while no operator was watching. The
 * Job controller's Events tell of them. Only NotifiedTasks that name their Jobs can match an Event, which has neither labels nor
 * owners.
 */
@ApplicationScoped
class UnseenJobRecovery {

    private static final Logger LOG = Logger.getLogger(UnseenJobRecovery.class);

    private record Missed(RecordedEnd end, EffectivePolicy policy) {}

    private final JobInformer jobs;
    private final JobControllerEvents controllerEvents;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final RelayClient relay;
    private final TaskEventFactory events;
    private final EventBatcher batcher;

    UnseenJobRecovery(
            JobInformer jobs,
            JobControllerEvents controllerEvents,
            JobReporter reporter,
            PolicyCatalog policies,
            RelayClient relay,
            TaskEventFactory events,
            EventBatcher batcher) {
        this.jobs = jobs;
        this.controllerEvents = controllerEvents;
        this.reporter = reporter;
        this.policies = policies;
        this.relay = relay;
        this.events = events;
        this.batcher = batcher;
    }

    /**
     * Reports the missed Jobs, and waits until the relay has recorded them. Lists the Events of each namespace with a NotifiedTask
     * that names its Jobs, twice if one names a CronJob.
     *
     * @return how many it reported
     */
    int recover() throws InterruptedException {
        Map<String, Missed> candidates = candidates();
        if (candidates.isEmpty()) {
            return 0;
        }
        int recovered = 0;
        Set<String> missing = relay.missing(List.copyOf(candidates.keySet()));
        for (String id : missing) {
            Missed candidate = candidates.get(id);
            if (candidate != null && wasMissed(candidate.end().task())) {
                report(candidate);
                recovered++;
            }
        }
        return recovered;
    }

    /** By the id of the event that would report them. */
    private Map<String, Missed> candidates() {
        Map<String, Missed> candidates = new LinkedHashMap<>();
        Set<String> byName = policies.namespacesMatchedByName();
        Map<ResourceID, String> cronJobs = controllerEvents.cronJobs(policies.namespacesMatchedByCronJob());
        for (RecordedEnd end : controllerEvents.ends(byName)) {
            String uid = end.task().uid();
            if (jobs.byUid(uid).isEmpty() && !reporter.isReporting(uid)) {
                policies.effectiveByName(metadata(end.task(), cronJobs), end.at())
                        .ifPresent(policy -> candidates.put(
                                TaskEventFactory.id(uid, TaskEventType.FINISHED), new Missed(end, policy)));
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

    /** The cache may lag behind; a Job that was deleted just now is being reported, with all that its pods show. */
    private boolean wasMissed(TaskIdentity task) {
        return !reporter.isReporting(task.uid()) && !jobs.existsAtApiServer(task.namespace(), task.name(), task.uid());
    }

    private void report(Missed missed) throws InterruptedException {
        RecordedEnd end = missed.end();
        EffectivePolicy policy = missed.policy();
        batcher.send(events.finishedUnobserved(
                end, null, policy.finishRoute(end.outcome().result()), policy.next()));
        LOG.infof(
                "Reported Job %s/%s, which was created and deleted while no operator was watching: %s (%s)",
                end.task().namespace(),
                end.task().name(),
                end.outcome().result(),
                end.outcome().reason());
    }
}

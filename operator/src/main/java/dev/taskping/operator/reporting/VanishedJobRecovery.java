package dev.taskping.operator.reporting;

import dev.taskping.operator.job.JobIdentity;
import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.observation.JobControllerEvents;
import dev.taskping.operator.observation.JobControllerEvents.RecordedEnd;
import dev.taskping.operator.policy.EffectivePolicy;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.taskevent.AcknowledgedEvents;
import dev.taskping.operator.taskevent.TaskEventFactory;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.RunningTasks.RunningTask;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Recovers the end of tasks that the relay believes to run although their Job is gone: they ended while no operator was
 * watching. The Job controller's Events may say how they ended; otherwise the recovery reports that nobody knows.
 */
@ApplicationScoped
class VanishedJobRecovery {

    private static final Logger LOG = Logger.getLogger(VanishedJobRecovery.class);

    private final JobInformer jobs;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final JobControllerEvents controllerEvents;
    private final TaskEventFactory events;
    private final EventSender relay;
    private final AcknowledgedEvents acknowledged;

    VanishedJobRecovery(
            JobInformer jobs,
            JobReporter reporter,
            PolicyCatalog policies,
            JobControllerEvents controllerEvents,
            TaskEventFactory events,
            EventSender relay,
            AcknowledgedEvents acknowledged) {

        this.jobs = jobs;
        this.reporter = reporter;
        this.policies = policies;
        this.controllerEvents = controllerEvents;
        this.events = events;
        this.relay = relay;
        this.acknowledged = acknowledged;
    }

    /**
     * Reports the end of the tasks whose Job is gone, and waits until the relay has recorded it.
     *
     * @param running the tasks that the relay believes to run
     * @return how many it reported
     */
    int recover(List<RunningTask> running) throws InterruptedException {
        int recovered = 0;
        for (RunningTask task : running) {
            TaskIdentity identity = task.task();
            if (!JobIdentity.KIND.equals(identity.kind())
                    || !jobs.covers(identity.namespace())
                    || reporter.isReporting(identity.uid())) {
                continue;
            }
            Optional<Job> job = jobs.byUid(identity.uid());
            if (job.isPresent()) {
                // The relay believes that it runs, so somebody has reported its start.
                acknowledged.add(identity.uid(), TaskEventType.STARTED);
                reporter.report(job.get());
            } else if (!jobs.existsAtApiServer(identity.namespace(), identity.name(), identity.uid())
                    && !reporter.isReporting(identity.uid())) {
                recovered += report(task) ? 1 : 0;
            }
        }
        return recovered;
    }

    /** Whether the relay took it; an event that it rejects must not keep the others back. */
    private boolean report(RunningTask task) throws InterruptedException {
        try {
            reportEnd(task);
            return true;
        } catch (RelayException e) {
            if (e.kind() == RelayException.Kind.REFUSED || e.mayBeAboutTheContent()) {
                LOG.warnf("Job %s/%s: %s", task.task().namespace(), task.task().name(), e.getMessage());
                return false;
            }
            throw e;
        }
    }

    private void reportEnd(RunningTask task) throws InterruptedException {
        TaskIdentity identity = task.task();
        RecordedEnd end = controllerEvents.endOf(identity);
        EffectivePolicy policy = policies.effective(metadata(identity), null).orElse(EffectivePolicy.SILENT);
        List<Route> route = policy.finishRoute(end.outcome().result());
        if (policy.rules().isEmpty()) {
            route = task.finishRoute();
        }
        relay.send(events.finishedUnobserved(end, task.started(), route, policy.next()), policy);
        LOG.infof(
                "Reported Job %s/%s, which ended while no operator was watching: %s (%s)",
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

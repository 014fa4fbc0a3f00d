package dev.taskping.operator.reporting;

import dev.taskping.operator.background.WorkQueue;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.job.JobIdentity;
import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.job.JobState;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.job.JobState.Running;
import dev.taskping.operator.job.JobState.Waiting;
import dev.taskping.operator.leadership.LeadershipLost;
import dev.taskping.operator.observation.JobControllerEvents;
import dev.taskping.operator.observation.JobControllerEvents.RecordedEnd;
import dev.taskping.operator.observation.JobObserver;
import dev.taskping.operator.observation.JobObserver.Findings;
import dev.taskping.operator.policy.EffectivePolicy;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.relay.RelayException;
import dev.taskping.operator.taskevent.AcknowledgedEvents;
import dev.taskping.operator.taskevent.TaskEventFactory;
import dev.taskping.protocol.event.TaskEventType;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Reports the start and the end of Jobs to the relay. Level-triggered: it looks at a Job as it is now, and is done when the
 * relay has recorded the event for that state.
 */
@ApplicationScoped
public class JobReporter {

    private static final Logger LOG = Logger.getLogger(JobReporter.class);

    /**
     * The most deleted Jobs remembered while the relay cannot be reached, some 3 KiB each. {@link DeletedJobReplay} reports those
     * beyond.
     */
    private static final int MOST_DELETED = 5_000;

    /** An event that the relay rejects may be accepted by its next version. */
    private static final Duration REJECTED_PAUSE = Duration.ofMinutes(1);

    /** Less than the time that the chart gives the operator's pod to end (terminationGracePeriodSeconds). */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(8);

    /**
     * A deleted Job.
     *
     * @param ended how it ended; absent if it was deleted while the watch was interrupted, and its end was not seen
     */
    private record Deleted(Job job, Optional<Ended> ended, EffectivePolicy policy) {}

    private final JobInformer jobs;
    private final PolicyCatalog policies;
    private final JobObserver observer;
    private final JobControllerEvents controllerEvents;
    private final TaskEventFactory events;
    private final EventSender relay;
    private final AcknowledgedEvents acknowledged;
    private final Clock clock;
    private final Semaphore observations;
    private final Map<String, Deleted> deleted = new ConcurrentHashMap<>();
    private final AtomicBoolean overflowed = new AtomicBoolean();
    private final WorkQueue queue = new WorkQueue(this::reportOrWait);

    JobReporter(
            JobInformer jobs,
            PolicyCatalog policies,
            JobObserver observer,
            JobControllerEvents controllerEvents,
            TaskEventFactory events,
            EventSender relay,
            AcknowledgedEvents acknowledged,
            Clock clock,
            OperatorConfiguration configuration,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.policies = policies;
        this.observer = observer;
        this.controllerEvents = controllerEvents;
        this.events = events;
        this.relay = relay;
        this.acknowledged = acknowledged;
        this.clock = clock;
        this.observations = new Semaphore(configuration.jobs().concurrency());
        meters.gauge("taskping.jobs.unreported", queue, WorkQueue::size);
    }

    /**
     * Reports the Jobs in the queue before anything else stops: how a deleted Job ended, nobody else may know. The next operator's
     * resync reports what is left.
     */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        drain();
        queue.close();
    }

    /** Reporting needs no Lease: an event has the same id whoever sends it. */
    void leadershipLost(@Observes LeadershipLost event) throws InterruptedException {
        drain();
    }

    private void drain() throws InterruptedException {
        if (!queue.awaitEmpty(DRAIN_TIMEOUT)) {
            LOG.infof("Left %d Jobs for the next operator to report", queue.size());
        }
    }

    /**
     * The event that reports the Job's current state.
     *
     * @return empty if the state calls for no event, no policy applies to the Job, or the relay is known to have the event
     */
    public Optional<TaskEventType> pendingEvent(Job job) {
        String uid = job.getMetadata().getUid();
        Optional<TaskEventType> transition =
                switch (JobState.of(job)) {
                    case Waiting waiting -> Optional.empty();
                    case Running running -> Optional.of(TaskEventType.STARTED);
                    case Ended ended -> Optional.of(TaskEventType.FINISHED);
                };
        return transition.filter(
                type -> !acknowledged.contains(uid, type) && policy(job).isPresent());
    }

    /** Reports the current state of a Job that exists. */
    void report(Job job) {
        queue.add(job.getMetadata().getUid());
    }

    /**
     * Reports the end of a deleted Job.
     *
     * @param job its last known state
     * @param lastStateKnown whether that was its state when it was deleted
     */
    void reportDeleted(Job job, boolean lastStateKnown) {
        String uid = job.getMetadata().getUid();
        Optional<EffectivePolicy> policy = policy(job);
        if (policy.isEmpty() || acknowledged.contains(uid, TaskEventType.FINISHED)) {
            acknowledged.forget(uid);
        } else if (deleted.size() < MOST_DELETED) {
            Optional<Ended> ended = lastStateKnown || JobState.of(job) instanceof Ended
                    ? Optional.of(JobState.ofDeleted(job, clock.instant()))
                    : Optional.empty();
            deleted.put(uid, new Deleted(job, ended, policy.get()));
            queue.add(uid);
        } else {
            overflowed.set(true);
            LOG.warnf(
                    "%d deleted Jobs already wait for the relay; Job %s/%s is reported later",
                    MOST_DELETED,
                    job.getMetadata().getNamespace(),
                    job.getMetadata().getName());
        }
    }

    /** Whether that Job is being reported. */
    boolean isReporting(String uid) {
        return queue.contains(uid);
    }

    /** Whether somebody wants to be notified of that Job, or the relay believes that it runs. */
    boolean isWatched(Job job) {
        return policy(job).isPresent();
    }

    /** Whether that Job was deleted and the relay has not recorded its end yet; also true while the operator stops. */
    boolean isUnreportedDeletion(String uid) {
        return deleted.containsKey(uid);
    }

    /** The uids of the deleted Jobs that the relay has not recorded yet. */
    Set<String> unreportedDeletions() {
        return Set.copyOf(deleted.keySet());
    }

    /** Whether a deleted Job has been left out since the last call, because too many waited. */
    boolean takeOverflow() {
        return overflowed.getAndSet(false);
    }

    /**
     * The policy that applies now. The relay records the end of a task that it believes to run even if nobody wants to be notified
     * any more.
     */
    private Optional<EffectivePolicy> policy(Job job) {
        JobState state = JobState.of(job);
        return policies.effective(job.getMetadata(), state instanceof Ended ended ? ended.at() : null)
                .or(() -> acknowledged.contains(job.getMetadata().getUid(), TaskEventType.STARTED)
                        ? Optional.of(EffectivePolicy.SILENT)
                        : Optional.empty());
    }

    private void reportOrWait(String uid) throws InterruptedException {
        try {
            reportNow(uid);
        } catch (RelayException e) {
            if (e.kind() == RelayException.Kind.REFUSED) {
                Thread.sleep(REJECTED_PAUSE);
            }
            throw e;
        }
    }

    private void reportNow(String uid) throws InterruptedException {
        Deleted gone = deleted.get(uid);
        if (gone != null) {
            if (gone.ended().isPresent()) {
                reportEnd(gone.job(), gone.ended().get(), gone.policy());
            } else {
                reportUnobservedEnd(gone.job(), gone.policy());
            }
            deleted.remove(uid);
            acknowledged.forget(uid);
            return;
        }
        Optional<Job> job = jobs.byUid(uid).filter(known -> pendingEvent(known).isPresent());
        if (job.isEmpty()) {
            return;
        }
        EffectivePolicy policy = policy(job.get()).orElse(EffectivePolicy.SILENT);
        switch (JobState.of(job.get())) {
            case Waiting waiting -> LOG.debugf("Job %s has not started", uid);
            case Running running -> {
                relay.send(events.started(job.get(), running, policy), policy);
                acknowledged.add(uid, TaskEventType.STARTED);
            }
            case Ended ended -> reportEnd(job.get(), ended, policy);
        }
    }

    private void reportEnd(Job job, Ended ended, EffectivePolicy policy) throws InterruptedException {
        if (acknowledged.contains(job.getMetadata().getUid(), TaskEventType.FINISHED)) {
            return;
        }
        relay.send(events.finished(job, ended, observe(job, ended, policy), policy), policy);
        acknowledged.add(job.getMetadata().getUid(), TaskEventType.FINISHED);
        observer.forget(job);
        LOG.infof(
                "Reported Job %s/%s: %s (%s)",
                job.getMetadata().getNamespace(), job.getMetadata().getName(), ended.result(), ended.reason());
    }

    /** Its last state is not known, but the Job controller's Events may say how it ended. */
    private void reportUnobservedEnd(Job job, EffectivePolicy policy) throws InterruptedException {
        RecordedEnd end = controllerEvents.endOf(JobIdentity.of(job.getMetadata()));
        Instant started = JobState.of(job) instanceof Running running ? running.since() : null;
        relay.send(
                events.finishedUnobserved(
                        end, started, policy.finishRoute(end.outcome().result()), policy.next()),
                policy);
        LOG.infof(
                "Reported Job %s/%s, which was deleted while the watch was interrupted: %s (%s)",
                end.task().namespace(),
                end.task().name(),
                end.outcome().result(),
                end.outcome().reason());
    }

    /** Limits concurrency: a thousand Jobs that end together must not cause a thousand requests at once. */
    private Findings observe(Job job, Ended ended, EffectivePolicy policy) throws InterruptedException {
        observations.acquire();
        try {
            return observer.observe(job, ended, policy.logTail());
        } finally {
            observations.release();
        }
    }
}

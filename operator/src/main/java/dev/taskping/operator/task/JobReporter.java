package dev.taskping.operator.task;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.LeadershipLost;
import dev.taskping.operator.relay.EventBatcher;
import dev.taskping.operator.task.JobEvents.RecordedEnd;
import dev.taskping.operator.task.observation.JobObserver;
import dev.taskping.operator.task.observation.JobObserver.Findings;
import dev.taskping.operator.task.observation.JobState;
import dev.taskping.operator.task.observation.JobState.Ended;
import dev.taskping.operator.task.observation.JobState.Running;
import dev.taskping.operator.task.observation.JobState.Waiting;
import dev.taskping.operator.task.policy.PolicyCatalog;
import dev.taskping.operator.task.policy.Watch;
import dev.taskping.protocol.event.TaskEvent;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Tells the relay, Job by Job, what it does not know yet. Level-triggered: each time it looks at the Job as it is now, and
 * it is done with it when the relay has recorded all there is.
 */
@ApplicationScoped
class JobReporter {

    private static final Logger LOG = Logger.getLogger(JobReporter.class);

    /**
     * The most deleted Jobs remembered while the relay is away, some 3 KiB each. Those beyond are still told, as tasks
     * that the relay holds as running and the cluster does not have.
     */
    private static final int MOST_DELETED = 5_000;

    /** Less than the chart gives the operator's pod to end (terminationGracePeriodSeconds). */
    private static final Duration LAST_WORDS = Duration.ofSeconds(8);

    /**
     * A Job that the cluster no longer has.
     *
     * @param ended how it ended; absent if it was deleted while the watch was interrupted, before it was seen to end
     */
    private record Deleted(Job job, Optional<Ended> ended, Watch watch) {}

    private final JobCache jobs;
    private final PolicyCatalog policies;
    private final JobObserver observer;
    private final JobEvents recorded;
    private final TaskEvents events;
    private final EventBatcher relay;
    private final Acknowledged acknowledged;
    private final Clock clock;
    private final Semaphore looks;
    private final Map<String, Deleted> deleted = new ConcurrentHashMap<>();
    private final WorkQueue queue = new WorkQueue(this::work);

    JobReporter(
            JobCache jobs,
            PolicyCatalog policies,
            JobObserver observer,
            JobEvents recorded,
            TaskEvents events,
            EventBatcher relay,
            Acknowledged acknowledged,
            Clock clock,
            OperatorConfiguration configuration,
            MeterRegistry meters) {
        this.jobs = jobs;
        this.policies = policies;
        this.observer = observer;
        this.recorded = recorded;
        this.events = events;
        this.relay = relay;
        this.acknowledged = acknowledged;
        this.clock = clock;
        this.looks = new Semaphore(configuration.jobs().concurrency());
        meters.gauge("taskping.jobs.unreported", queue, WorkQueue::size);
    }

    /**
     * First of all that stops: what was seen and is not told yet is told, because of a Job that is deleted nobody else may
     * know how it ended. Nothing new keeps it for long; what is left the next operator finds by comparison.
     */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        sayLastWords();
        queue.close();
    }

    /** To tell what was seen needs no Lease: an event's id is the same whoever sends it. */
    void leadershipLost(@Observes LeadershipLost event) throws InterruptedException {
        sayLastWords();
    }

    private void sayLastWords() throws InterruptedException {
        if (!queue.awaitIdle(LAST_WORDS)) {
            LOG.infof("%d Jobs are left to the next operator", queue.size());
        }
    }

    /**
     * The transition that the relay has to know of, as this Job is now.
     *
     * @return empty if there is none yet, nobody watches the Job, or the relay is known to know
     */
    Optional<TaskEventType> due(Job job) {
        String uid = job.getMetadata().getUid();
        Optional<TaskEventType> transition =
                switch (JobState.of(job)) {
                    case Waiting waiting -> Optional.empty();
                    case Running running -> Optional.of(TaskEventType.STARTED);
                    case Ended ended -> Optional.of(TaskEventType.FINISHED);
                };
        return transition.filter(
                type -> !acknowledged.contains(uid, type) && watch(job).isPresent());
    }

    /** Looks at a Job that exists. */
    void report(Job job) {
        queue.add(job.getMetadata().getUid());
    }

    /** Tells how a Job ended that is deleted. */
    void reportDeleted(Job job, boolean lastStateKnown) {
        String uid = job.getMetadata().getUid();
        Optional<Watch> watch = watch(job);
        if (watch.isEmpty() || acknowledged.contains(uid, TaskEventType.FINISHED)) {
            acknowledged.forget(uid);
        } else if (deleted.size() < MOST_DELETED) {
            Optional<Ended> ended = lastStateKnown || JobState.of(job) instanceof Ended
                    ? Optional.of(JobState.ofDeleted(job, clock.instant()))
                    : Optional.empty();
            deleted.put(uid, new Deleted(job, ended, watch.get()));
            queue.add(uid);
        } else {
            LOG.warnf(
                    "%d deleted Jobs wait for the relay; how Job %s/%s ended may not be told in detail",
                    MOST_DELETED,
                    job.getMetadata().getNamespace(),
                    job.getMetadata().getName());
        }
    }

    /** Whether something of that Job is on its way to the relay. */
    boolean isAtWork(String uid) {
        return queue.contains(uid);
    }

    /**
     * Sends an event and waits until the relay has recorded it.
     *
     * @throws IllegalStateException if it has to be sent again
     */
    void send(TaskEvent event) throws InterruptedException {
        try {
            relay.submit(event).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
        }
    }

    /**
     * The policies that count now. Of a task that the relay holds as running, the end is recorded even if nobody wants to
     * be told any more.
     */
    private Optional<Watch> watch(Job job) {
        JobState state = JobState.of(job);
        return policies.watch(job.getMetadata(), state instanceof Ended ended ? ended.at() : null)
                .or(() -> acknowledged.contains(job.getMetadata().getUid(), TaskEventType.STARTED)
                        ? Optional.of(Watch.SILENT)
                        : Optional.empty());
    }

    private void work(String uid) throws InterruptedException {
        Deleted gone = deleted.get(uid);
        if (gone != null) {
            if (gone.ended().isPresent()) {
                finish(gone.job(), gone.ended().get(), gone.watch());
            } else {
                finishUnseen(gone.job(), gone.watch());
            }
            deleted.remove(uid);
            acknowledged.forget(uid);
            return;
        }
        Optional<Job> job = jobs.byUid(uid).filter(known -> due(known).isPresent());
        if (job.isEmpty()) {
            return;
        }
        Watch watch = watch(job.get()).orElse(Watch.SILENT);
        switch (JobState.of(job.get())) {
            case Waiting waiting -> LOG.debugf("Job %s waits", uid);
            case Running running -> {
                send(events.started(job.get(), running, watch));
                acknowledged.add(uid, TaskEventType.STARTED);
            }
            case Ended ended -> finish(job.get(), ended, watch);
        }
    }

    private void finish(Job job, Ended ended, Watch watch) throws InterruptedException {
        if (acknowledged.contains(job.getMetadata().getUid(), TaskEventType.FINISHED)) {
            return;
        }
        send(events.finished(job, ended, observe(job, ended, watch), watch));
        acknowledged.add(job.getMetadata().getUid(), TaskEventType.FINISHED);
        observer.forget(job);
        LOG.infof(
                "Job %s/%s: %s (%s)",
                job.getMetadata().getNamespace(), job.getMetadata().getName(), ended.result(), ended.reason());
    }

    /** Its last state is not known, but the Job controller's Events may tell. */
    private void finishUnseen(Job job, Watch watch) throws InterruptedException {
        RecordedEnd end = recorded.endOf(TaskEvents.identity(job.getMetadata()));
        Instant started = JobState.of(job) instanceof Running running ? running.since() : null;
        send(events.vanished(end, started, watch.finishRoute(end.outcome().result()), watch.next()));
        LOG.infof(
                "Job %s/%s was deleted while the watch was interrupted: %s (%s)",
                end.task().namespace(),
                end.task().name(),
                end.outcome().result(),
                end.outcome().reason());
    }

    /** Not too many at once: a thousand Jobs that end together must not be a thousand requests. */
    private Findings observe(Job job, Ended ended, Watch watch) throws InterruptedException {
        looks.acquire();
        try {
            return observer.observe(job, ended, watch.logTail());
        } finally {
            looks.release();
        }
    }
}

package dev.taskping.operator.task;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.leadership.LeadershipGained;
import dev.taskping.operator.retention.RetentionFinalizer;
import dev.taskping.operator.task.observation.JobState;
import dev.taskping.operator.task.observation.JobState.Ended;
import dev.taskping.operator.task.policy.PolicyCatalog;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Jobs until their end is recorded, where a NotifiedTask asks for it. Level-triggered: whether a Job has to be kept
 * is decided by what is now, and whatever is kept without need is let go within a second.
 */
@ApplicationScoped
class JobRetention implements JobListener {

    private static final Logger LOG = Logger.getLogger(JobRetention.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    /** A thousand Jobs that are created together must not be a thousand requests at once. */
    private static final int REQUESTS = 16;

    private final boolean allowed;
    private final Leadership leadership;
    private final JobCache jobs;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final RetentionFinalizer finalizer;
    private final Semaphore requests = new Semaphore(REQUESTS);
    private final WorkQueue queue = new WorkQueue(this::settle);
    private volatile @Nullable Thread sweeper;

    JobRetention(
            OperatorConfiguration configuration,
            Leadership leadership,
            JobCache jobs,
            JobReporter reporter,
            PolicyCatalog policies,
            KubernetesClient client) {
        this.allowed = configuration.jobs().retain();
        this.leadership = leadership;
        this.jobs = jobs;
        this.reporter = reporter;
        this.policies = policies;
        this.finalizer = new RetentionFinalizer(client);
    }

    void start(@Observes LeadershipGained gained) {
        if (allowed) {
            sweeper = Thread.ofVirtual().name("job-retention").start(this::sweepForever);
        }
    }

    /** Before the SDK empties its caches. */
    void stop(@Observes @Priority(2) ShutdownEvent event) {
        Thread running = sweeper;
        if (running != null) {
            running.interrupt();
        }
        queue.close();
    }

    @Override
    public void added(Job job) {
        changed(job);
    }

    @Override
    public void changed(Job job) {
        if (allowed && leadership.leads() && needsWork(job)) {
            queue.add(job.getMetadata().getUid());
        }
    }

    @Override
    public void deleted(Job job, boolean lastStateKnown) {
        // Nothing can hold it any more.
    }

    /** Looks at the Jobs of a namespace whose policies changed. */
    void policiesChanged(String namespace) {
        jobs.inNamespace(namespace).forEach(this::changed);
    }

    private void sweepForever() {
        try {
            jobs.awaitSynced();
            sweep(jobs.all());
            while (true) {
                Thread.sleep(SWEEP.toMillis());
                sweep(jobs.retained());
            }
        } catch (InterruptedException e) {
            LOG.debug("Retention ends");
        }
    }

    private void sweep(Stream<Job> some) {
        try {
            some.forEach(this::changed);
        } catch (RuntimeException e) {
            LOG.infof("Whether Jobs have to be retained is looked at again in %d ms: %s", SWEEP.toMillis(), e);
        }
    }

    private boolean needsWork(Job job) {
        return RetentionFinalizer.isOn(job) ? !isNeeded(job) : mayBegin(job) && isNeeded(job);
    }

    /** A Job that has ended is told at once; one that is being deleted takes no finalizer. */
    private static boolean mayBegin(Job job) {
        return !(JobState.of(job) instanceof Ended);
    }

    private boolean isNeeded(Job job) {
        boolean asked = policies.matching(job.getMetadata())
                .anyMatch(policy -> policy.getSpec().retains());
        return asked && (mayBegin(job) || reporter.due(job).isPresent());
    }

    private void settle(String uid) throws InterruptedException {
        Job job = jobs.byUid(uid).filter(this::needsWork).orElse(null);
        if (job == null) {
            return;
        }
        requests.acquire();
        try {
            if (RetentionFinalizer.isOn(job)) {
                finalizer.remove(job);
            } else {
                finalizer.add(job);
            }
        } finally {
            requests.release();
        }
    }
}

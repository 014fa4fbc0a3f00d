package dev.taskping.operator.retention;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.operator.background.WorkQueue;
import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.job.JobListener;
import dev.taskping.operator.job.JobState;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.policy.PolicyCatalog;
import dev.taskping.operator.reporting.JobReporter;
import dev.taskping.protocol.time.ExponentialBackoff;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Retains Jobs by a finalizer until the relay has recorded their end, where a NotifiedTask asks for it. Level-triggered: the
 * current state decides whether a Job is retained, and a Job that need not be retained is released within a second.
 */
@ApplicationScoped
public class JobRetention implements JobListener, LeaderTask {

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    /** A thousand Jobs that are created together must not cause a thousand requests at once. */
    private static final int CONCURRENT_PATCHES = 16;

    private final boolean allowed;
    private final Leadership leadership;
    private final JobInformer jobs;
    private final JobReporter reporter;
    private final PolicyCatalog policies;
    private final RetentionFinalizer finalizer;
    private final Semaphore patches = new Semaphore(CONCURRENT_PATCHES);
    private final WorkQueue queue = new WorkQueue(this::addOrRemoveFinalizer);
    private boolean sweptAll;

    JobRetention(
            OperatorConfiguration configuration,
            Leadership leadership,
            JobInformer jobs,
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

    /** Before the operator SDK empties its caches. */
    void stop(@Observes @Priority(Leadership.BEFORE_OPERATOR_STOP) ShutdownEvent event) {
        queue.close();
    }

    @Override
    public String name() {
        return "Job retention";
    }

    @Override
    public boolean isEnabled() {
        return allowed;
    }

    /** Checks every Job the first time, and every retained Job after that. */
    @Override
    public void run() {
        jobs.awaitSynced();
        (sweptAll ? jobs.withFinalizer(WellKnownNames.RETAIN_FINALIZER) : jobs.all()).forEach(this::changed);
        sweptAll = true;
    }

    @Override
    public Duration interval() {
        return SWEEP_INTERVAL;
    }

    @Override
    public ExponentialBackoff backoff() {
        return new ExponentialBackoff(SWEEP_INTERVAL, SWEEP_INTERVAL);
    }

    @Override
    public void added(Job job) {
        changed(job);
    }

    @Override
    public void changed(Job job) {
        if (allowed && leadership.leads() && needsChange(job)) {
            queue.add(job.getMetadata().getUid());
        }
    }

    @Override
    public void deleted(Job job, boolean lastStateKnown) {
        // A deleted Job has no finalizer any more.
    }

    /** Checks every Job of a namespace whose NotifiedTasks changed. */
    public void policiesChanged(String namespace) {
        jobs.inNamespace(namespace).forEach(this::changed);
    }

    private boolean needsChange(Job job) {
        return RetentionFinalizer.isOn(job) ? !shouldBeRetained(job) : !hasEnded(job) && shouldBeRetained(job);
    }

    /** An ended Job is reported at once, and one that is being deleted accepts no finalizer. */
    private static boolean hasEnded(Job job) {
        return JobState.of(job) instanceof Ended;
    }

    private boolean shouldBeRetained(Job job) {
        boolean asked = policies.matching(job.getMetadata())
                .anyMatch(policy -> policy.getSpec().retains());
        return asked && (!hasEnded(job) || reporter.pendingEvent(job).isPresent());
    }

    private void addOrRemoveFinalizer(String uid) throws InterruptedException {
        Job job = jobs.byUid(uid).filter(this::needsChange).orElse(null);
        if (job == null) {
            return;
        }
        patches.acquire();
        try {
            if (RetentionFinalizer.isOn(job)) {
                finalizer.remove(job);
            } else {
                finalizer.add(job);
            }
        } finally {
            patches.release();
        }
    }
}

package dev.taskping.operator.reporting;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.job.JobInformer;
import dev.taskping.operator.leadership.LeaderTask;
import dev.taskping.operator.relay.RelayClient;
import dev.taskping.operator.relay.TunnelOpened;
import dev.taskping.protocol.time.ExponentialBackoff;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Compares all Jobs of the cluster with the relay's records and reports what the relay lacks: events of Jobs that exist
 * ({@link UnreportedJobCheck}), Jobs that were deleted while this replica stood by ({@link LeaderCrashRecovery}) or while no
 * operator was watching ({@link DeletedJobReplay}), and tasks that the relay believes to run although their Job is gone and
 * nobody saw its end ({@link VanishedJobRecovery}). Runs when this replica gains leadership, when the tunnel opens, and every few minutes.
 */
@ApplicationScoped
class RecoveryRunner implements LeaderTask {

    private static final Logger LOG = Logger.getLogger(RecoveryRunner.class);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(500), Duration.ofSeconds(5));

    private final JobInformer jobs;
    private final JobReporter reporter;
    private final UnreportedJobCheck check;
    private final LeaderCrashRecovery standby;
    private final DeletedJobReplay replay;
    private final VanishedJobRecovery stale;
    private final RelayClient relay;
    private final Duration interval;
    private final Semaphore wanted = new Semaphore(0);

    RecoveryRunner(
            JobInformer jobs,
            JobReporter reporter,
            UnreportedJobCheck check,
            LeaderCrashRecovery standby,
            DeletedJobReplay replay,
            VanishedJobRecovery stale,
            RelayClient relay,
            OperatorConfiguration configuration) {
        this.jobs = jobs;
        this.reporter = reporter;
        this.check = check;
        this.standby = standby;
        this.replay = replay;
        this.stale = stale;
        this.relay = relay;
        this.interval = configuration.relay().comparisonInterval();
    }

    void tunnelOpened(@Observes TunnelOpened opened) {
        wanted.release();
    }

    @Override
    public String name() {
        return "Resync with the relay";
    }

    @Override
    public void run() throws InterruptedException {
        wanted.drainPermits();
        jobs.awaitSynced();
        long begin = System.nanoTime();
        List<Job> pending =
                jobs.all().filter(job -> reporter.pendingEvent(job).isPresent()).toList();
        int missing = check.check(pending);
        int deleted = standby.recover() + replay.recover() + stale.recover(relay.runningTasks());
        LOG.infof(
                "Compared %d Jobs with the relay in %d ms: the relay lacked %d events and the end of %d deleted Jobs",
                pending.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), missing, deleted);
    }

    @Override
    public Duration interval() {
        return interval;
    }

    /** Until the interval has passed or the tunnel opens. */
    @Override
    public void awaitNextRun() throws InterruptedException {
        wanted.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public ExponentialBackoff backoff() {
        return BACKOFF;
    }
}

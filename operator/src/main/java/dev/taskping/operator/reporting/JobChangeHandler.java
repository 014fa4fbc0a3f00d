package dev.taskping.operator.reporting;

import dev.taskping.operator.job.JobListener;
import dev.taskping.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides what to do about a change of a Job. A change that this replica saw is reported at once. A Job that is new to it may
 * have changed long ago, so the relay is asked first.
 */
@ApplicationScoped
class JobChangeHandler implements JobListener {

    private final Leadership leadership;
    private final JobReporter reporter;
    private final UnreportedJobCheck check;
    private final LeaderCrashRecovery standby;

    JobChangeHandler(
            Leadership leadership, JobReporter reporter, UnreportedJobCheck check, LeaderCrashRecovery standby) {
        this.leadership = leadership;
        this.reporter = reporter;
        this.check = check;
        this.standby = standby;
    }

    @Override
    public void added(Job job) {
        if (leadership.leads() && reporter.pendingEvent(job).isPresent()) {
            check.enqueue(job);
        }
    }

    @Override
    public void changed(Job job) {
        if (leadership.leads() && reporter.pendingEvent(job).isPresent()) {
            reporter.report(job);
        }
    }

    @Override
    public void deleted(Job job, boolean lastStateKnown) {
        if (leadership.leads()) {
            reporter.reportDeleted(job, lastStateKnown);
        } else {
            standby.remember(job, lastStateKnown);
        }
    }
}

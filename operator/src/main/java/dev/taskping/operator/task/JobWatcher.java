package dev.taskping.operator.task;

import dev.taskping.operator.leadership.Leadership;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Decides what a change of a Job calls for. What we saw happen is looked at at once; what was there when we came may be
 * old news, so the relay is asked first.
 */
@ApplicationScoped
class JobWatcher implements JobListener {

    private final Leadership leadership;
    private final JobReporter reporter;
    private final Comparison comparison;
    private final DeletedOnStandby standby;

    JobWatcher(Leadership leadership, JobReporter reporter, Comparison comparison, DeletedOnStandby standby) {
        this.leadership = leadership;
        this.reporter = reporter;
        this.comparison = comparison;
        this.standby = standby;
    }

    @Override
    public void added(Job job) {
        if (leadership.leads() && reporter.due(job).isPresent()) {
            comparison.ask(job);
        }
    }

    @Override
    public void changed(Job job) {
        if (leadership.leads() && reporter.due(job).isPresent()) {
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

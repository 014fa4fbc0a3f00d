package dev.taskping.operator.task.observation;

import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskAttempt;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Optional;

/** How often a Job was tried. Pure. */
public final class JobAttempts {

    private JobAttempts() {}

    /**
     * Counts the attempts of a Job that ended. Of several pods at once, or one after the other, no number would say how often
     * the work was begun anew: then it is empty.
     */
    public static Optional<TaskAttempt> of(Job job, Result result) {
        JobSpec spec = job.getSpec();
        JobStatus status = job.getStatus();
        boolean onePod = spec != null
                && (spec.getCompletions() == null || spec.getCompletions() == 1)
                && (spec.getParallelism() == null || spec.getParallelism() == 1);
        if (!onePod || status == null) {
            return Optional.empty();
        }
        int failed = status.getFailed() == null ? 0 : status.getFailed();
        int number = result == Result.SUCCEEDED ? failed + 1 : failed;
        return number < 1
                ? Optional.empty()
                : Optional.of(new TaskAttempt(
                        number, spec.getBackoffLimit() == null ? null : Math.max(number, spec.getBackoffLimit() + 1)));
    }
}

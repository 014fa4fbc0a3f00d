package dev.taskping.operator.observation;

import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskAttempt;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.Optional;

/** How often a Job ran its pod. Pure. */
public final class JobAttempts {

    private JobAttempts() {}

    /**
     * Counts the attempts of a Job that ended. Empty if the Job has several pods, at once or one after another: then no number
     * says how often the work started again.
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

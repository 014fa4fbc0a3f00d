package dev.taskping.operator.notifiedtask;

import dev.taskping.operator.job.JobState;
import dev.taskping.operator.job.JobState.Ended;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many Jobs of a NotifiedTask exist in each state. Pure.
 *
 * @param active have not ended
 * @param succeeded have succeeded
 * @param failed have failed
 * @param lastRun the name of the Job that ended last; absent if none has ended
 */
record JobCounts(int active, int succeeded, int failed, @Nullable String lastRun) {

    private record EndedJob(String name, Ended ended) {}

    /** Counts these Jobs. */
    static JobCounts of(Stream<Job> jobs) {
        int active = 0;
        int succeeded = 0;
        int failed = 0;
        EndedJob last = null;
        Comparator<EndedJob> byEnd =
                Comparator.comparing((EndedJob job) -> job.ended().at()).thenComparing(EndedJob::name);
        for (Job job : (Iterable<Job>) jobs::iterator) {
            if (JobState.of(job) instanceof Ended ended) {
                EndedJob current = new EndedJob(job.getMetadata().getName(), ended);
                last = last == null || byEnd.compare(current, last) > 0 ? current : last;
                switch (ended.result()) {
                    case SUCCEEDED -> succeeded++;
                    case FAILED -> failed++;
                    case CANCELLED, GONE -> {} // is being deleted
                }
            } else {
                active++;
            }
        }
        return new JobCounts(active, succeeded, failed, last == null ? null : last.name());
    }
}

package dev.taskping.operator.task;

import dev.taskping.operator.task.observation.JobState;
import dev.taskping.operator.task.observation.JobState.Ended;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the Jobs of a NotifiedTask stand.
 *
 * @param active not ended
 * @param succeeded completed and still there
 * @param failed failed and still there
 * @param lastRun the one that ended last
 */
record JobTally(int active, int succeeded, int failed, @Nullable String lastRun) {

    private record EndedJob(String name, Ended ended) {}

    static JobTally of(Stream<Job> jobs) {
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
                    case CANCELLED, GONE -> {} // on its way out
                }
            } else {
                active++;
            }
        }
        return new JobTally(active, succeeded, failed, last == null ? null : last.name());
    }
}

package dev.taskping.operator.task.observation;

import dev.taskping.operator.task.observation.JobState.Ended;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the pods that are known of an ended Job are all that need to be known. In doubt they are not. */
final class WholeStory {

    private static final String SUCCEEDED = "Succeeded";
    private static final String FAILED = "Failed";

    /** The phases of a pod whose containers have all ended (Pod Lifecycle, "Pod phase"). */
    private static final Set<String> ENDED = Set.of(SUCCEEDED, FAILED);

    private WholeStory() {}

    /**
     * Whether the pods that were seen to end are as many as the Job controller counted. It counts in whole pods and says
     * that a Job is over when it has counted the last one; where it says less, or leaves pods out of the count, the pods of
     * a Job that was not watched from its beginning could pass for others.
     */
    static boolean isSeen(Job job, Ended ended, List<Pod> seen) {
        JobStatus status = job.getStatus();
        if (status == null || isBusy(status)) {
            return false;
        }
        boolean counted =
                switch (ended.result()) {
                    case SUCCEEDED -> count(status.getSucceeded()) > 0;
                    case FAILED -> count(status.getFailed()) > 0 && !leavesFailuresOut(job);
                    case CANCELLED, GONE -> false;
                };
        return counted
                && count(seen, SUCCEEDED) >= count(status.getSucceeded())
                && count(seen, FAILED) >= count(status.getFailed());
    }

    /** Whether these pods that were listed can be all: there are some, and every one has ended. */
    static boolean isListed(List<Pod> pods) {
        return !pods.isEmpty() && pods.stream().allMatch(pod -> ENDED.contains(phase(pod)));
    }

    /** The pods that were listed and those that are there no more, each as late as it is known. */
    static List<Pod> of(List<Pod> listed, List<Pod> seen) {
        Map<String, Pod> pods = new LinkedHashMap<>();
        listed.forEach(pod -> pods.put(pod.getMetadata().getUid(), pod));
        seen.forEach(pod -> pods.merge(
                pod.getMetadata().getUid(), pod, (inList, ended) -> ENDED.contains(phase(inList)) ? inList : ended));
        return List.copyOf(pods.values());
    }

    private static boolean isBusy(JobStatus status) {
        return count(status.getActive()) > 0
                || count(status.getTerminating()) > 0
                || isAnyUncounted(status.getUncountedTerminatedPods());
    }

    private static boolean isAnyUncounted(@Nullable UncountedTerminatedPods uncounted) {
        return uncounted != null
                && Stream.of(uncounted.getSucceeded(), uncounted.getFailed())
                        .filter(Objects::nonNull)
                        .anyMatch(pods -> !pods.isEmpty());
    }

    private static boolean leavesFailuresOut(Job job) {
        PodFailurePolicy policy = job.getSpec() == null ? null : job.getSpec().getPodFailurePolicy();
        return policy != null && policy.getRules().stream().anyMatch(rule -> "Ignore".equals(rule.getAction()));
    }

    private static long count(List<Pod> pods, String phase) {
        return pods.stream().filter(pod -> phase.equals(phase(pod))).count();
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(pod.getStatus().getPhase(), "");
    }
}

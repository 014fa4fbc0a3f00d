package dev.taskping.operator.observation;

import dev.taskping.operator.job.JobState.Ended;
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

/** Whether the known pods of an ended Job are complete, so that no list is needed. In doubt they are not. Pure. */
final class PodCompletenessCheck {

    private static final String SUCCEEDED = "Succeeded";
    private static final String FAILED = "Failed";

    /** The phases of a pod whose containers have all ended (Pod Lifecycle, "Pod phase"). */
    private static final Set<String> ENDED = Set.of(SUCCEEDED, FAILED);

    private PodCompletenessCheck() {}

    /**
     * Whether the operator saw as many pods end as the Job controller counted. The controller ends a Job when it has counted its
     * last pod. Where it counts less, or leaves pods out of the count, the pods that the operator missed could be others than
     * the ones it saw.
     */
    static boolean sawAllEnd(Job job, Ended ended, List<Pod> seen) {
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

    /** Whether there are pods, and all of them have ended. */
    static boolean allEnded(List<Pod> pods) {
        return !pods.isEmpty() && pods.stream().allMatch(pod -> ENDED.contains(phase(pod)));
    }

    /** The listed pods and the ones seen to end, which may be deleted; of a pod that is in both, the one that has ended. */
    static List<Pod> merge(List<Pod> listed, List<Pod> seen) {
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

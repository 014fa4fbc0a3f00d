package dev.taskping.operator.observation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a pod. Pure.
 *
 * @param pod the pod
 * @param container the container that failed; absent if the pod was disrupted
 * @param exitCode the container's exit code
 * @param at when it failed; {@link Instant#MAX} if not known
 * @param killed whether SIGKILL or SIGTERM ended the container, as happens in consequence of another failure
 * @param cause the most likely cause
 */
record FailedPod(
        Pod pod,
        @Nullable String container,
        @Nullable Integer exitCode,
        Instant at,
        boolean killed,
        FailureCause cause) {

    /** The condition of a disrupted pod (Pod Lifecycle, "Pod disruption conditions"). */
    static final String DISRUPTION = "DisruptionTarget";

    /** Times are whole seconds: of failures in the same second, one that was not killed comes first, then the main container. */
    private static final Comparator<FailedPod> FIRST = Comparator.comparing(FailedPod::at)
            .thenComparing(FailedPod::killed)
            .thenComparing(failure -> !Containers.main(failure.pod())
                    .filter(main -> main.equals(failure.container()))
                    .isPresent())
            .thenComparing(failure -> failure.pod().getMetadata().getName());

    /** The first failure: the others may be its consequences. */
    static Optional<FailedPod> first(List<Pod> pods) {
        return pods.stream().flatMap(FailedPod::of).min(FIRST);
    }

    private static Stream<FailedPod> of(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        Optional<FailureCause> disrupted = disruption(pod);
        List<FailedPod> failures = Containers.workers(pod)
                .flatMap(status -> Containers.end(status)
                        .filter(end -> end.getExitCode() != 0 && !Containers.killedAfterMain(pod, status, end))
                        .map(end -> new FailedPod(
                                pod,
                                status.getName(),
                                end.getExitCode(),
                                Containers.finishedAt(end),
                                Containers.wasKilled(end),
                                "OOMKilled".equals(end.getReason())
                                        ? FailureCause.OUT_OF_MEMORY
                                        : disrupted.orElse(FailureCause.ERROR)))
                        .stream())
                .toList();
        if (!failures.isEmpty()) {
            return failures.stream();
        }
        if (disrupted.isPresent()) {
            return Stream.of(new FailedPod(
                    pod, Containers.main(pod).orElse(null), null, disruptedAt(pod), true, disrupted.get()));
        }
        return Containers.workers(pod)
                .filter(status -> Containers.waitingReason(status)
                        .filter(FailureCause::isImagePull)
                        .isPresent())
                .map(status -> new FailedPod(pod, status.getName(), null, Instant.MAX, false, FailureCause.IMAGE_PULL))
                .limit(1);
    }

    private static Optional<FailureCause> disruption(Pod pod) {
        return disruptionCondition(pod)
                .map(condition -> FailureCause.ofDisruption(condition.getReason()))
                .or(() -> Optional.ofNullable(pod.getStatus().getReason()).flatMap(FailureCause::ofPodReason));
    }

    private static Instant disruptedAt(Pod pod) {
        return disruptionCondition(pod)
                .flatMap(condition -> Containers.instant(condition.getLastTransitionTime()))
                .orElse(Instant.MAX);
    }

    private static Optional<PodCondition> disruptionCondition(Pod pod) {
        return Stream.ofNullable(pod.getStatus().getConditions())
                .flatMap(List::stream)
                .filter(condition -> DISRUPTION.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }
}

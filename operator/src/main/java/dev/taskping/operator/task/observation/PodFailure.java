package dev.taskping.operator.task.observation;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong in one pod.
 *
 * @param pod where
 * @param container which one; absent if the pod itself was taken away
 * @param exitCode of the container
 * @param at when; {@link Instant#MAX} if not known
 * @param killed whether the container ended by SIGKILL or SIGTERM, as the victims of another failure do
 * @param verdict what it most likely was
 */
record PodFailure(
        Pod pod, @Nullable String container, @Nullable Integer exitCode, Instant at, boolean killed, Verdict verdict) {

    /** The condition of a pod that was taken away (Pod Lifecycle, "Pod disruption conditions"). */
    static final String DISRUPTION = "DisruptionTarget";

    /** Times have whole seconds: among equals the one that ended by itself came first, then the main container. */
    private static final Comparator<PodFailure> FIRST = Comparator.comparing(PodFailure::at)
            .thenComparing(PodFailure::killed)
            .thenComparing(failure -> !Containers.main(failure.pod())
                    .filter(main -> main.equals(failure.container()))
                    .isPresent())
            .thenComparing(failure -> failure.pod().getMetadata().getName());

    /** The failure that came first, which is the cause where the others are consequences. */
    static Optional<PodFailure> first(List<Pod> pods) {
        return pods.stream().flatMap(PodFailure::of).min(FIRST);
    }

    private static Stream<PodFailure> of(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        Optional<Verdict> disrupted = disruption(pod);
        List<PodFailure> failures = Containers.workers(pod)
                .flatMap(status -> Containers.end(status)
                        .filter(end -> end.getExitCode() != 0 && !Containers.clearedAway(pod, status, end))
                        .map(end -> new PodFailure(
                                pod,
                                status.getName(),
                                end.getExitCode(),
                                Containers.finishedAt(end),
                                Containers.wasKilled(end),
                                "OOMKilled".equals(end.getReason())
                                        ? Verdict.OUT_OF_MEMORY
                                        : disrupted.orElse(Verdict.ERROR)))
                        .stream())
                .toList();
        if (!failures.isEmpty()) {
            return failures.stream();
        }
        if (disrupted.isPresent()) {
            return Stream.of(new PodFailure(
                    pod, Containers.main(pod).orElse(null), null, disruptedAt(pod), true, disrupted.get()));
        }
        return Containers.workers(pod)
                .filter(status -> Containers.waitingReason(status)
                        .filter(Verdict::isImagePull)
                        .isPresent())
                .map(status -> new PodFailure(pod, status.getName(), null, Instant.MAX, false, Verdict.IMAGE_PULL))
                .limit(1);
    }

    private static Optional<Verdict> disruption(Pod pod) {
        return disruptionCondition(pod)
                .map(condition -> Verdict.ofDisruption(condition.getReason()))
                .or(() -> Optional.ofNullable(pod.getStatus().getReason()).flatMap(Verdict::ofPodReason));
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

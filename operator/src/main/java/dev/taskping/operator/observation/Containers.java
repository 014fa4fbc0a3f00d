package dev.taskping.operator.observation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the containers of a pod that matter for the outcome. Pure. */
final class Containers {

    /** kubectl's annotation that names a pod's main container. */
    static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

    private static final Set<Integer> KILLED = Set.of(137, 143); // 128 + SIGKILL, 128 + SIGTERM

    private Containers() {}

    /** The main container: the one that the annotation names, otherwise the first regular one. */
    static Optional<String> main(Pod pod) {
        List<Container> regular = pod.getSpec().getContainers();
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(DEFAULT_CONTAINER))
                .filter(name -> regular.stream().anyMatch(container -> name.equals(container.getName())))
                .or(() -> regular.stream().map(Container::getName).findFirst());
    }

    /** The statuses of regular and init containers, without sidecars. */
    static Stream<ContainerStatus> workers(Pod pod) {
        if (pod.getStatus() == null) {
            return Stream.empty();
        }
        Set<String> sidecars = Stream.ofNullable(pod.getSpec().getInitContainers())
                .flatMap(List::stream)
                .filter(container -> "Always".equals(container.getRestartPolicy()))
                .map(Container::getName)
                .collect(Collectors.toSet());
        return Stream.concat(
                        Stream.ofNullable(pod.getStatus().getInitContainerStatuses()),
                        Stream.ofNullable(pod.getStatus().getContainerStatuses()))
                .flatMap(List::stream)
                .filter(status -> !sidecars.contains(status.getName()));
    }

    /** How a container ended, or how it ended before its last restart. */
    static Optional<ContainerStateTerminated> end(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(state -> state.getTerminated())
                .or(() -> Optional.ofNullable(status.getLastState()).map(state -> state.getTerminated()));
    }

    /** Why a container does not start, such as {@code ImagePullBackOff}. */
    static Optional<String> waitingReason(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(state -> state.getWaiting())
                .map(waiting -> waiting.getReason());
    }

    /** Whether this container was killed after the main one had ended: a sidecar of the old kind, a regular container. */
    static boolean killedAfterMain(Pod pod, ContainerStatus status, ContainerStateTerminated end) {
        String main = main(pod).orElse("");
        if (main.equals(status.getName()) || !wasKilled(end)) {
            return false;
        }
        return workers(pod)
                .filter(other -> main.equals(other.getName()))
                .flatMap(other -> end(other).stream())
                .anyMatch(mainEnd -> !finishedAt(mainEnd).isAfter(finishedAt(end)));
    }

    static boolean wasKilled(ContainerStateTerminated end) {
        return KILLED.contains(end.getExitCode());
    }

    static Instant finishedAt(ContainerStateTerminated end) {
        return instant(end.getFinishedAt()).orElse(Instant.MAX);
    }

    static Optional<Instant> instant(@Nullable String time) {
        return Optional.ofNullable(time).filter(text -> !text.isBlank()).map(Instant::parse);
    }
}

package dev.taskping.operator.observation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trims a pod to what an {@link Observation} reads: its containers, their resources, and how they ended. */
final class TrimmedPod {

    private TrimmedPod() {}

    /** A trimmed copy. */
    static Pod of(Pod pod) {
        Pod trimmed = new Pod();
        trimmed.setMetadata(metadata(pod.getMetadata()));
        trimmed.setSpec(spec(pod.getSpec()));
        if (pod.getStatus() != null) {
            trimmed.setStatus(status(pod.getStatus()));
        }
        return trimmed;
    }

    private static ObjectMeta metadata(ObjectMeta whole) {
        ObjectMeta metadata = new ObjectMeta();
        metadata.setName(whole.getName());
        metadata.setUid(whole.getUid());
        String main =
                whole.getAnnotations() == null ? null : whole.getAnnotations().get(Containers.DEFAULT_CONTAINER);
        metadata.setAnnotations(main == null ? null : Map.of(Containers.DEFAULT_CONTAINER, main));
        return metadata;
    }

    private static PodSpec spec(PodSpec whole) {
        PodSpec spec = new PodSpec();
        spec.setContainers(each(whole.getContainers(), TrimmedPod::container));
        spec.setInitContainers(each(whole.getInitContainers(), TrimmedPod::container));
        return spec;
    }

    private static Container container(Container whole) {
        Container container = new Container();
        container.setName(whole.getName());
        container.setRestartPolicy(whole.getRestartPolicy());
        container.setResources(whole.getResources());
        return container;
    }

    private static PodStatus status(PodStatus whole) {
        PodStatus status = new PodStatus();
        status.setPhase(whole.getPhase());
        status.setReason(whole.getReason());
        status.setStartTime(whole.getStartTime());
        status.setConditions(Stream.ofNullable(whole.getConditions())
                .flatMap(List::stream)
                .filter(condition -> FailedPod.DISRUPTION.equals(condition.getType()))
                .toList());
        status.setInitContainerStatuses(each(whole.getInitContainerStatuses(), TrimmedPod::containerStatus));
        status.setContainerStatuses(each(whole.getContainerStatuses(), TrimmedPod::containerStatus));
        return status;
    }

    private static ContainerStatus containerStatus(ContainerStatus whole) {
        ContainerStatus status = new ContainerStatus();
        status.setName(whole.getName());
        status.setState(state(whole.getState()));
        status.setLastState(state(whole.getLastState()));
        return status;
    }

    private static @Nullable ContainerState state(@Nullable ContainerState whole) {
        if (whole == null) {
            return null;
        }
        ContainerState state = new ContainerState();
        if (whole.getTerminated() != null) {
            ContainerStateTerminated terminated = new ContainerStateTerminated();
            terminated.setExitCode(whole.getTerminated().getExitCode());
            terminated.setReason(whole.getTerminated().getReason());
            terminated.setFinishedAt(whole.getTerminated().getFinishedAt());
            state.setTerminated(terminated);
        }
        if (whole.getWaiting() != null) {
            ContainerStateWaiting waiting = new ContainerStateWaiting();
            waiting.setReason(whole.getWaiting().getReason());
            state.setWaiting(waiting);
        }
        return state;
    }

    private static <T> List<T> each(@Nullable List<T> whole, UnaryOperator<T> trim) {
        return whole == null ? List.of() : whole.stream().map(trim).toList();
    }
}

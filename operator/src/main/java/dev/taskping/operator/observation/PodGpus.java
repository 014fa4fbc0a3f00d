package dev.taskping.operator.observation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many GPUs a pod requests. Pure. */
public final class PodGpus {

    /** The resources that count as GPUs: whole devices, by the names that the vendors' device plugins use. */
    public static final List<String> RESOURCES = List.of("nvidia.com/gpu", "amd.com/gpu");

    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    private PodGpus() {}

    /**
     * Counts as the scheduler does: sidecars add to the regular containers, other init containers run before them, one after
     * another. At most {@link Integer#MAX_VALUE}.
     */
    public static int of(PodSpec pod) {
        List<Container> init = Optional.ofNullable(pod.getInitContainers()).orElse(List.of());
        long together = pod.getContainers().stream().mapToLong(PodGpus::of).sum()
                + init.stream()
                        .filter(PodGpus::isSidecar)
                        .mapToLong(PodGpus::of)
                        .sum();
        long before = init.stream()
                .filter(container -> !isSidecar(container))
                .mapToLong(PodGpus::of)
                .max()
                .orElse(0);
        return Math.clamp(Math.max(together, before), 0, Integer.MAX_VALUE);
    }

    private static boolean isSidecar(Container container) {
        return "Always".equals(container.getRestartPolicy());
    }

    private static long of(Container container) {
        if (container.getResources() == null) {
            return 0;
        }
        Map<String, Quantity> limits =
                Optional.ofNullable(container.getResources().getLimits()).orElse(Map.of());
        Map<String, Quantity> requests =
                Optional.ofNullable(container.getResources().getRequests()).orElse(Map.of());
        return RESOURCES.stream()
                .mapToLong(name -> Optional.ofNullable(limits.get(name))
                        .or(() -> Optional.ofNullable(requests.get(name)))
                        .map(PodGpus::whole)
                        .orElse(0L))
                .sum();
    }

    private static long whole(Quantity quantity) {
        return quantity.getNumericalAmount()
                .setScale(0, RoundingMode.CEILING)
                .min(MOST)
                .longValueExact();
    }
}

package dev.taskping.operator.task.observation;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many GPUs a pod asks for. */
public final class PodGpus {

    /** The resources that count as GPUs: whole devices, as the device plugins of their makers call them. */
    public static final List<String> RESOURCES = List.of("nvidia.com/gpu", "amd.com/gpu");

    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    private PodGpus() {}

    /**
     * As the scheduler counts: side-cars add to the regular containers, other init containers take turns before. More than
     * can be counted is {@link Integer#MAX_VALUE}.
     */
    public static int of(PodSpec pod) {
        List<Container> init = Optional.ofNullable(pod.getInitContainers()).orElse(List.of());
        long together = pod.getContainers().stream().mapToLong(PodGpus::of).sum()
                + init.stream()
                        .filter(PodGpus::isSideCar)
                        .mapToLong(PodGpus::of)
                        .sum();
        long before = init.stream()
                .filter(container -> !isSideCar(container))
                .mapToLong(PodGpus::of)
                .max()
                .orElse(0);
        return Math.clamp(Math.max(together, before), 0, Integer.MAX_VALUE);
    }

    private static boolean isSideCar(Container container) {
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

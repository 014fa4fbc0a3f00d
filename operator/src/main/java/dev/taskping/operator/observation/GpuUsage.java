package dev.taskping.operator.observation;

import dev.taskping.protocol.event.Usage;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many GPUs a Job's pods held, and for how long. A pod holds its GPUs from its start on a node to its end. Pure. */
final class GpuUsage {

    private static final double MILLIS_PER_HOUR = 3_600_000;

    private record Held(int gpus, Instant from, Instant to) {}

    private record Change(Instant at, int gpus) {}

    private GpuUsage() {}

    /**
     * The usage of these pods.
     *
     * @param jobEnded counts as the end of pods whose end is not known
     * @return empty if no pod held a GPU
     */
    static Optional<Usage> of(List<Pod> pods, Instant jobEnded) {
        List<Held> held =
                pods.stream().flatMap(pod -> held(pod, jobEnded).stream()).toList();
        if (held.isEmpty()) {
            return Optional.empty();
        }
        double gpuHours = held.stream()
                .mapToDouble(part ->
                        part.gpus() * Duration.between(part.from(), part.to()).toMillis() / MILLIS_PER_HOUR)
                .sum();
        return Optional.of(new Usage(mostAtOnce(held), gpuHours));
    }

    private static int mostAtOnce(List<Held> held) {
        List<Change> changes = held.stream()
                .flatMap(part -> Stream.of(new Change(part.from(), part.gpus()), new Change(part.to(), -part.gpus())))
                .sorted(Comparator.comparing(Change::at)
                        .thenComparing(Change::gpus)) // a pod ends before the next one starts
                .toList();
        int now = 0;
        int most = held.stream().mapToInt(Held::gpus).max().orElse(0); // also if a pod ends at the moment it starts
        for (Change change : changes) {
            now += change.gpus();
            most = Math.max(most, now);
        }
        return most;
    }

    private static Optional<Held> held(Pod pod, Instant jobEnded) {
        int gpus = PodGpus.of(pod.getSpec());
        if (gpus == 0 || pod.getStatus() == null) {
            return Optional.empty();
        }
        return Containers.instant(pod.getStatus().getStartTime()).map(from -> {
            Instant to = end(pod).orElse(jobEnded);
            return new Held(gpus, from, to.isBefore(from) ? from : to);
        });
    }

    private static Optional<Instant> end(Pod pod) {
        return Containers.workers(pod)
                .flatMap(status -> Containers.end(status).stream())
                .map(ContainerStateTerminated::getFinishedAt)
                .flatMap(time -> Containers.instant(time).stream())
                .max(Comparator.naturalOrder());
    }
}

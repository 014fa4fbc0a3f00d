package dev.taskping.operator.launch.decision;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.operator.jobcreation.JobManifest;
import dev.taskping.operator.observation.PodGpus;
import dev.taskping.protocol.time.DurationFormat;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs that a Job requests, and for how long at most. Pure.
 *
 * @param gpus the GPUs at the same time
 * @param deadline the Job's activeDeadlineSeconds; absent if it has none
 * @param uncounted resources and claims that stand for GPUs or parts of them, but cannot be counted
 */
public record GpuDemand(int gpus, @Nullable Duration deadline, List<String> uncounted) {

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    /** The vendors whose device plugins also offer parts of GPUs, under names such as {@code nvidia.com/mig-1g.5gb}. */
    private static final List<String> VENDORS = List.of("nvidia.com/", "amd.com/", "gpu.intel.com/", "habana.ai/");

    private static final double SECONDS_PER_HOUR = 3_600;

    /** The demand of a Job; none if the manifest does not fit the Java model of a Job, because the API server will refuse it. */
    public static GpuDemand of(JobManifest manifest) {
        JsonNode tree = manifest.tree();
        Job job;
        try {
            job = SERIALIZATION.convertValue(tree, Job.class);
        } catch (IllegalArgumentException e) {
            return new GpuDemand(0, null, List.of());
        }
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        Long seconds = job.getSpec().getActiveDeadlineSeconds();
        return new GpuDemand(
                Math.clamp((long) PodGpus.of(pod) * podsAtOnce(job), 0, Integer.MAX_VALUE),
                seconds == null ? null : Duration.ofSeconds(seconds),
                uncounted(pod));
    }

    /** The GPU hours if the Job runs until its deadline; empty if it requests GPUs and has no deadline. */
    public Optional<Double> hours() {
        return gpus == 0 ? Optional.of(0.0) : Optional.ofNullable(deadline).map(longest -> hours(gpus, longest));
    }

    /** The GPU hours of so many GPUs for that long. */
    public static double hours(int gpus, Duration time) {
        return gpus * (time.toSeconds() / SECONDS_PER_HOUR);
    }

    /** The demand as part of a sentence: {@code 2 GPUs for at most 4 h}. */
    String text() {
        String count =
                switch (gpus) {
                    case 0 -> "no GPU";
                    case 1 -> "1 GPU";
                    default -> gpus + " GPUs";
                };
        return deadline == null ? count : count + " for at most " + DurationFormat.exactWords(deadline);
    }

    private static int podsAtOnce(Job job) {
        Integer parallelism = job.getSpec().getParallelism();
        Integer completions = job.getSpec().getCompletions();
        int pods = parallelism == null ? 1 : Math.max(0, parallelism);
        return completions == null ? pods : Math.min(pods, Math.max(0, completions));
    }

    private static List<String> uncounted(PodSpec pod) {
        TreeSet<String> names = new TreeSet<>();
        Stream.concat(stream(pod.getContainers()), stream(pod.getInitContainers()))
                .map(Container::getResources)
                .filter(resources -> resources != null)
                .flatMap(GpuDemand::named)
                .filter(name -> VENDORS.stream().anyMatch(name::startsWith) && !PodGpus.RESOURCES.contains(name))
                .forEach(names::add);
        stream(pod.getResourceClaims()).forEach(claim -> names.add("resourceClaims " + claim.getName()));
        return List.copyOf(names);
    }

    private static Stream<String> named(ResourceRequirements resources) {
        return Stream.of(resources.getLimits(), resources.getRequests())
                .filter(map -> map != null)
                .map(Map::keySet)
                .flatMap(Collection::stream);
    }

    private static <T> Stream<T> stream(@Nullable List<T> list) {
        return Stream.ofNullable(list).flatMap(List::stream);
    }
}

package dev.taskping.operator.observation;

import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.podlog.LogSource;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a Job ended, concluded from its status and its pods. Pure.
 *
 * @param outcome the outcome
 * @param usage the GPUs, if it held any
 * @param log the container whose log says most about the outcome; absent if no pod is left
 */
record Observation(Outcome outcome, @Nullable Usage usage, @Nullable LogSource log) {

    /** Concludes from the Job's end and its pods, in any order. */
    static Observation of(Ended ended, List<Pod> pods) {
        Usage usage = GpuUsage.of(pods, ended.at()).orElse(null);
        return switch (ended.result()) {
            case FAILED -> failed(ended, pods, usage);
            case SUCCEEDED -> {
                Optional<Pod> pod = lastToEnd(succeeded(pods));
                yield ended(ended, pod, pod.isPresent() ? 0 : null, usage);
            }
            case CANCELLED, GONE -> ended(ended, lastToEnd(pods), null, usage);
        };
    }

    private static Observation failed(Ended ended, List<Pod> pods, @Nullable Usage usage) {
        Optional<FailedPod> first = FailedPod.first(pods);
        String cause = cause(ended, first).id();
        if (first.isEmpty()) {
            Outcome outcome = new Outcome(Result.FAILED, ended.reason(), ended.message(), cause, null, null, null);
            return new Observation(
                    outcome,
                    usage,
                    lastToEnd(pods).flatMap(Observation::mainLog).orElse(null));
        }
        FailedPod failure = first.get();
        String pod = failure.pod().getMetadata().getName();
        Outcome outcome = new Outcome(
                Result.FAILED, ended.reason(), ended.message(), cause, failure.exitCode(), pod, failure.container());
        LogSource log = failure.container() == null ? null : new LogSource(pod, failure.container());
        return new Observation(outcome, usage, log);
    }

    /** A deadline explains why containers were killed, but not why an image could not be pulled. */
    private static FailureCause cause(Ended ended, Optional<FailedPod> first) {
        FailureCause ofPod = first.map(FailedPod::cause).orElse(FailureCause.ERROR);
        boolean deadline = "DeadlineExceeded".equals(ended.reason());
        return deadline && ofPod != FailureCause.IMAGE_PULL && ofPod != FailureCause.OUT_OF_MEMORY
                ? FailureCause.DEADLINE_EXCEEDED
                : ofPod;
    }

    private static Observation ended(
            Ended ended, Optional<Pod> pod, @Nullable Integer exitCode, @Nullable Usage usage) {
        LogSource log = pod.flatMap(Observation::mainLog).orElse(null);
        Outcome outcome = new Outcome(
                ended.result(),
                ended.reason(),
                ended.message(),
                null,
                exitCode,
                null,
                log == null ? null : log.container());
        return new Observation(outcome, usage, log);
    }

    private static Optional<LogSource> mainLog(Pod pod) {
        return Containers.main(pod)
                .map(container -> new LogSource(pod.getMetadata().getName(), container));
    }

    private static List<Pod> succeeded(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getStatus() != null
                        && "Succeeded".equals(pod.getStatus().getPhase()))
                .toList();
    }

    private static Optional<Pod> lastToEnd(List<Pod> pods) {
        return pods.stream().max(Comparator.comparing(Observation::lastEnd).thenComparing(pod -> pod.getMetadata()
                .getName()));
    }

    /** Pods that have not ended count as the latest. */
    private static Instant lastEnd(Pod pod) {
        return Containers.workers(pod)
                .map(status -> Optional.ofNullable(status.getState())
                        .map(state -> state.getTerminated())
                        .map(Containers::finishedAt)
                        .orElse(Instant.MAX))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}

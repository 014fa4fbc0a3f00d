package dev.taskping.operator.task.observation;

import java.util.Optional;
import java.util.Set;

/** What most likely went wrong. */
enum Verdict {
    OUT_OF_MEMORY("OutOfMemory"),
    PREEMPTED("Preempted"),
    EVICTED("Evicted"),
    IMAGE_PULL("ImagePull"),
    DEADLINE_EXCEEDED("DeadlineExceeded"),
    ERROR("Error");

    /** Waiting reasons of the kubelet, pkg/kubelet/images/types.go. */
    private static final Set<String> IMAGE_REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "ImageInspectError",
            "RegistryUnavailable",
            "SignatureValidationFailed");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The word in an {@code Outcome}. */
    String word() {
        return word;
    }

    static boolean isImagePull(String waitingReason) {
        return IMAGE_REASONS.contains(waitingReason);
    }

    /** By the reason of a pod's DisruptionTarget condition. */
    static Verdict ofDisruption(String reason) {
        return "PreemptionByScheduler".equals(reason) ? PREEMPTED : EVICTED;
    }

    /** By a pod's own reason, as older kubelets and node shutdown leave it. */
    static Optional<Verdict> ofPodReason(String reason) {
        return switch (reason) {
            case "Preempting" -> Optional.of(PREEMPTED);
            case "Evicted", "NodeLost", "NodeShutdown", "Shutdown", "Terminated" -> Optional.of(EVICTED);
            default -> Optional.empty();
        };
    }
}

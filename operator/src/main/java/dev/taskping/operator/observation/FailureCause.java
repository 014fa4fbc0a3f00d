package dev.taskping.operator.observation;

import java.util.Optional;
import java.util.Set;

/** The most likely cause of a failure. */
enum FailureCause {
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

    private final String id;

    FailureCause(String id) {
        this.id = id;
    }

    /** The cause's name in an {@code Outcome}. */
    String id() {
        return id;
    }

    static boolean isImagePull(String waitingReason) {
        return IMAGE_REASONS.contains(waitingReason);
    }

    /** The cause that a pod's DisruptionTarget condition gives as its reason. */
    static FailureCause ofDisruption(String reason) {
        return "PreemptionByScheduler".equals(reason) ? PREEMPTED : EVICTED;
    }

    /** The cause that a pod's own reason gives, as older kubelets and a node shutdown set it. */
    static Optional<FailureCause> ofPodReason(String reason) {
        return switch (reason) {
            case "Preempting" -> Optional.of(PREEMPTED);
            case "Evicted", "NodeLost", "NodeShutdown", "Shutdown", "Terminated" -> Optional.of(EVICTED);
            default -> Optional.empty();
        };
    }
}

package dev.taskping.protocol.event;

import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 *
 * @param result the kind of outcome
 * @param reason one CamelCase word, as Kubernetes gives it: {@code BackoffLimitExceeded}, {@code DeadlineExceeded}
 * @param message a sentence for people
 * @param verdict the most likely cause of a failure: {@code OutOfMemory}, {@code Evicted}, {@code ImagePull}, {@code Error}
 * @param exitCode the exit code of the first container that failed; 0 for success
 * @param failedPod the first pod that failed
 * @param container the container that {@code exitCode} belongs to
 */
public record Outcome(
        Result result,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String verdict,
        @Nullable Integer exitCode,
        @Nullable String failedPod,
        @Nullable String container) {

    /** An outcome with only a result, a reason and a message. */
    public static Outcome of(Result result, @Nullable String reason, @Nullable String message) {
        return new Outcome(result, reason, message, null, null, null, null);
    }
}

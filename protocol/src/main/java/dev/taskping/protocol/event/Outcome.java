package dev.taskping.protocol.event;

import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 *
 * @param result the four ways to end
 * @param reason one CamelCase word, as Kubernetes gives it: {@code BackoffLimitExceeded}, {@code DeadlineExceeded}
 * @param message a sentence for a person
 * @param verdict what most likely went wrong: {@code OutOfMemory}, {@code Evicted}, {@code ImagePull}, {@code Error}
 * @param exitCode of the first container that failed, 0 for success
 * @param failedPod the first pod that failed
 * @param container the container {@code exitCode} belongs to
 */
public record Outcome(
        Result result,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String verdict,
        @Nullable Integer exitCode,
        @Nullable String failedPod,
        @Nullable String container) {

    /** An outcome of which nothing but the result and its reason is known. */
    public static Outcome of(Result result, @Nullable String reason, @Nullable String message) {
        return new Outcome(result, reason, message, null, null, null, null);
    }
}

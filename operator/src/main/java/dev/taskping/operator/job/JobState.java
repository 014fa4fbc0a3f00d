package dev.taskping.operator.job;

import dev.taskping.crds.WellKnownNames;
import dev.taskping.protocol.event.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a Job, concluded from its status alone. Pure. */
public sealed interface JobState {

    /** No pod runs: the Job has not started, is suspended, or its pods wait to be scheduled. */
    record Waiting() implements JobState {}

    /**
     * At least one pod has been ready or has ended.
     *
     * @param since when the Job controller started it
     */
    record Running(Instant since) implements JobState {}

    /**
     * The Job has ended.
     *
     * @param result succeeded, failed, or cancelled if it was deleted or stopped before it did either
     * @param reason the Job controller's reason, one CamelCase word
     * @param message the Job controller's message
     * @param at when it ended
     */
    record Ended(Result result, String reason, @Nullable String message, Instant at) implements JobState {}

    /** The reason of a Job that a person stopped. */
    String STOPPED = "Stopped";

    /** The reason of a Job that was deleted before it ended. */
    String DELETED = "Deleted";

    /**
     * The state of a Job that exists. The interim conditions {@code SuccessCriteriaMet} and {@code FailureTarget} do not count:
     * the Job controller replaces them when all pods are gone. A Job that is being deleted has ended, though it may exist until
     * its pods have stopped (foreground deletion) or its finalizers are gone.
     */
    static JobState of(Job job) {
        JobStatus status = job.getStatus();
        Optional<Ended> ended = Optional.ofNullable(status).flatMap(present -> ended(present, "Complete", "Failed"));
        if (ended.isPresent()) {
            return byPerson(job, ended.get());
        }
        String deletion = job.getMetadata().getDeletionTimestamp();
        if (deletion != null) {
            return ofDeleted(job, Instant.parse(deletion));
        }
        boolean suspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
        if (status == null || suspended || status.getStartTime() == null || !anyPodRan(status)) {
            return new Waiting();
        }
        return new Running(Instant.parse(status.getStartTime()));
    }

    /**
     * The state of a Job that was deleted. Here the interim conditions count: they say how the Job would have ended.
     */
    static Ended ofDeleted(Job job, Instant deletedAt) {
        Optional<Ended> concluded = Optional.ofNullable(job.getStatus())
                .flatMap(status -> ended(status, "Complete", "Failed")
                        .or(() -> ended(status, "SuccessCriteriaMet", "FailureTarget")));
        if (concluded.isPresent()) {
            return byPerson(job, concluded.get());
        }
        return new Ended(Result.CANCELLED, DELETED, "The Job was deleted before it ended", deletedAt);
    }

    /** A Job that a person stopped did not fail; one that succeeded nevertheless has succeeded. */
    private static Ended byPerson(Job job, Ended ended) {
        String person = Optional.ofNullable(job.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(WellKnownNames.STOPPED_BY_ANNOTATION))
                .orElse(null);
        return person == null || ended.result() != Result.FAILED
                ? ended
                : new Ended(Result.CANCELLED, STOPPED, "Stopped by " + person, ended.at());
    }

    private static Optional<Ended> ended(JobStatus status, String success, String failure) {
        for (JobCondition condition :
                Optional.ofNullable(status.getConditions()).orElse(List.of())) {
            if (!"True".equals(condition.getStatus())) {
                continue;
            }
            if (success.equals(condition.getType())) {
                return Optional.of(ended(Result.SUCCEEDED, "Completed", condition, status.getCompletionTime()));
            }
            if (failure.equals(condition.getType())) {
                return Optional.of(ended(Result.FAILED, "Failed", condition, null));
            }
        }
        return Optional.empty();
    }

    private static Ended ended(
            Result result, String ordinary, JobCondition condition, @Nullable String completionTime) {
        String reason =
                condition.getReason() == null || condition.getReason().isBlank() ? ordinary : condition.getReason();
        String at = completionTime != null ? completionTime : condition.getLastTransitionTime();
        return new Ended(result, reason, condition.getMessage(), at == null ? Instant.EPOCH : Instant.parse(at));
    }

    /** {@code ready} alone would miss pods that ended before the Job controller saw them ready. */
    private static boolean anyPodRan(JobStatus status) {
        return positive(status.getReady()) || positive(status.getSucceeded()) || positive(status.getFailed());
    }

    private static boolean positive(@Nullable Integer count) {
        return count != null && count > 0;
    }
}

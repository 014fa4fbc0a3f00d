package dev.taskping.operator.task.observation;

import dev.taskping.crds.TaskPing;
import dev.taskping.protocol.event.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a Job has come, by its status alone. */
public sealed interface JobState {

    /** Nothing of it runs: not begun, suspended, or its pods wait for a place. */
    record Waiting() implements JobState {}

    /**
     * At least one pod has been ready or has ended.
     *
     * @param since when the Job controller began with it
     */
    record Running(Instant since) implements JobState {}

    /**
     * It is over.
     *
     * @param result succeeded, failed, or cancelled if it was deleted before either
     * @param reason the Job controller's CamelCase word
     * @param message the Job controller's sentence
     * @param at when it was over
     */
    record Ended(Result result, String reason, @Nullable String message, Instant at) implements JobState {}

    /** Reason of a Job that a person stopped. */
    String STOPPED = "Stopped";

    /** Reason of a Job that was deleted before it ended. */
    String DELETED = "Deleted";

    /**
     * The state of a Job that exists. Interim conditions count only once all its pods are gone, as the controller says. A
     * Job that is being deleted has ended, though it may stay for as long as its pods take to stop (foreground deletion)
     * or a finalizer holds it.
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
     * The state of a Job that was deleted. Here the interim conditions decide: what the controller had concluded before
     * is how it ended.
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

    /** What a person stopped has not failed; what succeeded all the same has succeeded. */
    private static Ended byPerson(Job job, Ended ended) {
        String person = Optional.ofNullable(job.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(TaskPing.STOPPED_BY_ANNOTATION))
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

    /** {@code ready} alone would miss pods so short that the controller never saw them ready. */
    private static boolean anyPodRan(JobStatus status) {
        return positive(status.getReady()) || positive(status.getSucceeded()) || positive(status.getFailed());
    }

    private static boolean positive(@Nullable Integer count) {
        return count != null && count > 0;
    }
}

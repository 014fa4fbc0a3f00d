package dev.taskping.operator.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.task.observation.JobState;
import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a command to a task comes to, as its Job is now. Pure. */
sealed interface TaskDecision {

    /** The shortest and the longest time that one command adds. */
    Duration SHORTEST = Duration.ofMinutes(1);

    Duration LONGEST = Duration.ofDays(30);

    /**
     * The Job has to be changed.
     *
     * @param patch a JSON merge patch that applies to this very version of the Job only
     * @param message a sentence for the person once that is done
     */
    record Change(ObjectNode patch, String message) implements TaskDecision {}

    /**
     * It is as it should be.
     *
     * @param message a sentence for the person
     */
    record Already(String message) implements TaskDecision {}

    /**
     * It will not be done.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person: what is in the way, and what to do instead
     */
    record Refused(String reason, String message) implements TaskDecision {}

    /** Decides. The Job is the one that the command names, and TaskPing watches it. */
    static TaskDecision of(Job job, TaskCommand command) {
        return switch (command.action()) {
            case STOP -> stop(job, command);
            case KEEP -> keep(job, command);
            case EXTEND -> extend(job, command);
        };
    }

    /** Who stopped a Job, if somebody did. */
    static Optional<String> stoppedBy(Job job) {
        return Optional.ofNullable(job.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(TaskPing.STOPPED_BY_ANNOTATION));
    }

    private static TaskDecision stop(Job job, TaskCommand command) {
        String name = job.getMetadata().getName();
        Optional<String> stoppedBy = stoppedBy(job);
        if (stoppedBy.isPresent()) {
            return new Already(name + " is being stopped, as " + stoppedBy.get() + " asked");
        }
        if (isEnding(job)) {
            return new Refused("AlreadyEnded", name + " has ended already" + how(job));
        }
        String manager = job.getSpec().getManagedBy();
        if (manager != null && !"kubernetes.io/job-controller".equals(manager)) {
            return new Refused("ManagedElsewhere", name + " is run by " + manager + "; stop it there");
        }
        if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            return new Refused(
                    "Suspended",
                    name + " is suspended: nothing of it runs; 'kubectl delete job " + name + " -n "
                            + job.getMetadata().getNamespace() + "' keeps it from ever running");
        }
        ObjectNode patch = patch(job, command);
        annotations(patch)
                .put(TaskPing.STOPPED_BY_ANNOTATION, command.requestedBy().name());
        Long deadline = job.getSpec().getActiveDeadlineSeconds();
        if (deadline != null) { // for whoever does the work again
            annotations(patch).put(TaskPing.DEADLINE_ANNOTATION, deadline.toString());
        }
        patch.putObject("spec").put("activeDeadlineSeconds", 1);
        return new Change(patch, name + " is being stopped");
    }

    private static TaskDecision keep(Job job, TaskCommand command) {
        String name = job.getMetadata().getName();
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return new Refused("BeingDeleted", name + " is being deleted already");
        }
        Integer ttl = job.getSpec().getTtlSecondsAfterFinished();
        if (ttl == null) {
            boolean byUs = AppliedCommands.of(job.getMetadata()).contains(command.commandId());
            return new Already(
                    (byUs ? name + " is kept" : name + " has no time to live after its end: it is kept anyway")
                            + exceptByOwner(job));
        }
        ObjectNode patch = patch(job, command);
        patch.putObject("spec").putNull("ttlSecondsAfterFinished");
        return new Change(
                patch,
                name + " is kept: it was to be removed " + Spans.words(Duration.ofSeconds(ttl)) + " after its end"
                        + exceptByOwner(job));
    }

    private static TaskDecision extend(Job job, TaskCommand command) {
        String name = job.getMetadata().getName();
        JobSpec spec = job.getSpec();
        Long deadline = spec.getActiveDeadlineSeconds();
        if (AppliedCommands.of(job.getMetadata()).contains(command.commandId())) {
            return new Already(runsUntil(job, deadline));
        }
        Long seconds = command.extendSeconds();
        if (seconds == null || seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds()) {
            return new Refused(
                    "InvalidDuration",
                    "A task is extended by " + Spans.words(SHORTEST) + " to " + Spans.words(LONGEST)
                            + " at a time; write for example 'extend 2h'");
        }
        if (stoppedBy(job).isPresent()) {
            return new Refused(
                    "BeingStopped",
                    name + " is being stopped, as " + stoppedBy(job).get() + " asked");
        }
        if (isEnding(job)) {
            return new Refused("AlreadyEnded", name + " has ended already" + how(job));
        }
        if (deadline == null) {
            return new Already(name + " has no deadline: it may run for as long as it takes");
        }
        long extended = deadline + seconds;
        ObjectNode patch = patch(job, command);
        patch.putObject("spec").put("activeDeadlineSeconds", extended);
        return new Change(patch, runsUntil(job, extended));
    }

    private static String runsUntil(Job job, @Nullable Long deadline) {
        String name = job.getMetadata().getName();
        if (deadline == null) {
            return name + " has no deadline any more";
        }
        String length = name + " may run for " + Spans.words(Duration.ofSeconds(deadline)) + " in all";
        String started = job.getStatus() == null ? null : job.getStatus().getStartTime();
        return started == null
                ? length
                : length + ", until "
                        + Instant.parse(started).plusSeconds(deadline).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Names this very version: another Job of the name, or a change in between, is a conflict. */
    private static ObjectNode patch(Job job, TaskCommand command) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", job.getMetadata().getUid())
                .put("resourceVersion", job.getMetadata().getResourceVersion())
                .putObject("annotations")
                .put(
                        TaskPing.COMMANDS_ANNOTATION,
                        AppliedCommands.of(job.getMetadata()).with(command.commandId()));
        return patch;
    }

    private static ObjectNode annotations(ObjectNode patch) {
        return (ObjectNode) patch.path("metadata").path("annotations");
    }

    /** Ended, being deleted, or decided by the Job controller, which only waits for the pods then. */
    private static boolean isEnding(Job job) {
        return JobState.of(job) instanceof JobState.Ended
                || Optional.ofNullable(job.getStatus())
                        .flatMap(status -> Optional.ofNullable(status.getConditions()))
                        .orElse(List.of())
                        .stream()
                        .anyMatch(condition -> "True".equals(condition.getStatus())
                                && Set.of("SuccessCriteriaMet", "FailureTarget").contains(condition.getType()));
    }

    private static String how(Job job) {
        return JobState.of(job) instanceof JobState.Ended ended ? ": " + ended.reason() : "";
    }

    private static String exceptByOwner(Job job) {
        return Optional.ofNullable(job.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getKind)
                .findFirst()
                .map(kind -> "CronJob".equals(kind)
                        ? "; its CronJob may still remove it, by its history limits"
                        : "; it goes with its " + kind)
                .orElse("");
    }
}

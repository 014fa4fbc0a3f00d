package dev.taskping.operator.taskcommand;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.operator.job.JobState;
import dev.taskping.protocol.time.DurationFormat;
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

/** Decides what a command does to a Job in its current state. Pure. */
sealed interface TaskCommandDecision {

    /** The shortest extension that one command adds. */
    Duration SHORTEST_EXTENSION = Duration.ofMinutes(1);

    /** The longest extension that one command adds. */
    Duration LONGEST_EXTENSION = Duration.ofDays(30);

    /**
     * Change the Job.
     *
     * @param patch a JSON merge patch that applies to this version of the Job only
     * @param message a sentence for the person when the patch is applied
     */
    record Change(ObjectNode patch, String message) implements TaskCommandDecision {}

    /**
     * Change nothing: the Job is as the command wants it.
     *
     * @param message a sentence for the person
     */
    record Already(String message) implements TaskCommandDecision {}

    /**
     * Refuse the command.
     *
     * @param reason one CamelCase word
     * @param message a sentence for the person: why, and what to do instead
     */
    record Refused(String reason, String message) implements TaskCommandDecision {}

    /** Decides. The Job has to be the one that the command names. */
    static TaskCommandDecision of(Job job, TaskCommand command) {
        return switch (command.action()) {
            case STOP -> stop(job, command);
            case KEEP -> keep(job, command);
            case EXTEND -> extend(job, command);
        };
    }

    /** The name of the person who stopped a Job, if a person did. */
    static Optional<String> stoppedBy(Job job) {
        return Optional.ofNullable(job.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(WellKnownNames.STOPPED_BY_ANNOTATION));
    }

    private static TaskCommandDecision stop(Job job, TaskCommand command) {
        String name = job.getMetadata().getName();
        Optional<String> stoppedBy = stoppedBy(job);
        if (stoppedBy.isPresent()) {
            return new Already(name + " is being stopped, as " + stoppedBy.get() + " asked");
        }
        if (isEnding(job)) {
            return new Refused("AlreadyEnded", name + " has ended already" + outcome(job));
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
                .put(WellKnownNames.STOPPED_BY_ANNOTATION, command.requestedBy().name());
        Long deadline = job.getSpec().getActiveDeadlineSeconds();
        if (deadline != null) { // a retry restores it
            annotations(patch).put(WellKnownNames.DEADLINE_ANNOTATION, deadline.toString());
        }
        patch.putObject("spec").put("activeDeadlineSeconds", 1);
        return new Change(patch, name + " is being stopped");
    }

    private static TaskCommandDecision keep(Job job, TaskCommand command) {
        String name = job.getMetadata().getName();
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return new Refused("BeingDeleted", name + " is being deleted already");
        }
        Integer ttl = job.getSpec().getTtlSecondsAfterFinished();
        if (ttl == null) {
            boolean byUs = AppliedCommands.of(job.getMetadata()).contains(command.commandId());
            return new Already(
                    (byUs ? name + " is kept" : name + " has no time to live after its end: it is kept anyway")
                            + unlessOwnerDeletes(job));
        }
        ObjectNode patch = patch(job, command);
        patch.putObject("spec").putNull("ttlSecondsAfterFinished");
        return new Change(
                patch,
                name + " is kept: it was to be deleted " + DurationFormat.exactWords(Duration.ofSeconds(ttl))
                        + " after its end" + unlessOwnerDeletes(job));
    }

    private static TaskCommandDecision extend(Job job, TaskCommand command) {
        String name = job.getMetadata().getName();
        JobSpec spec = job.getSpec();
        Long deadline = spec.getActiveDeadlineSeconds();
        if (AppliedCommands.of(job.getMetadata()).contains(command.commandId())) {
            return new Already(runsUntil(job, deadline));
        }
        Long seconds = command.extendSeconds();
        if (seconds == null || seconds < SHORTEST_EXTENSION.toSeconds() || seconds > LONGEST_EXTENSION.toSeconds()) {
            return new Refused(
                    "InvalidDuration",
                    "One command extends a task by " + DurationFormat.exactWords(SHORTEST_EXTENSION) + " to "
                            + DurationFormat.exactWords(LONGEST_EXTENSION) + "; write for example 'extend 2h'");
        }
        if (stoppedBy(job).isPresent()) {
            return new Refused(
                    "BeingStopped",
                    name + " is being stopped, as " + stoppedBy(job).get() + " asked");
        }
        if (isEnding(job)) {
            return new Refused("AlreadyEnded", name + " has ended already" + outcome(job));
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
        String length = name + " may run for " + DurationFormat.exactWords(Duration.ofSeconds(deadline)) + " in all";
        String started = job.getStatus() == null ? null : job.getStatus().getStartTime();
        return started == null
                ? length
                : length + ", until "
                        + Instant.parse(started).plusSeconds(deadline).truncatedTo(ChronoUnit.SECONDS);
    }

    /** A patch for this version: if another Job has the name, or the Job changed meanwhile, the API server answers 409. */
    private static ObjectNode patch(Job job, TaskCommand command) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", job.getMetadata().getUid())
                .put("resourceVersion", job.getMetadata().getResourceVersion())
                .putObject("annotations")
                .put(
                        WellKnownNames.COMMANDS_ANNOTATION,
                        AppliedCommands.of(job.getMetadata()).with(command.commandId()));
        return patch;
    }

    private static ObjectNode annotations(ObjectNode patch) {
        return (ObjectNode) patch.path("metadata").path("annotations");
    }

    /** Whether the Job has ended, is being deleted, or has its result and only waits for its pods. */
    private static boolean isEnding(Job job) {
        return JobState.of(job) instanceof JobState.Ended
                || Optional.ofNullable(job.getStatus())
                        .flatMap(status -> Optional.ofNullable(status.getConditions()))
                        .orElse(List.of())
                        .stream()
                        .anyMatch(condition -> "True".equals(condition.getStatus())
                                && Set.of("SuccessCriteriaMet", "FailureTarget").contains(condition.getType()));
    }

    private static String outcome(Job job) {
        return JobState.of(job) instanceof JobState.Ended ended ? ": " + ended.reason() : "";
    }

    private static String unlessOwnerDeletes(Job job) {
        return Optional.ofNullable(job.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getKind)
                .findFirst()
                .map(kind -> "CronJob".equals(kind)
                        ? "; its CronJob may still delete it, because of its history limits"
                        : "; it is deleted with its " + kind)
                .orElse("");
    }
}

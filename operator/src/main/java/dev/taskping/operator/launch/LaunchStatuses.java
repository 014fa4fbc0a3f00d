package dev.taskping.operator.launch;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchSpec;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.launch.decision.GpuDemand;
import dev.taskping.operator.launch.decision.LaunchDecision;
import dev.taskping.operator.launch.decision.LaunchSource;
import dev.taskping.protocol.event.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a Launch at each step, without the confirmation, which another field manager writes. Pure. */
final class LaunchStatuses {

    /** The reason of a Launch whose Job has no pod because the API server refuses them. */
    static final String PODS_REFUSED = "PodsRefused";

    private LaunchStatuses() {}

    /** The Launch is rejected: no Job is created. */
    static LaunchStatus rejected(
            Launch launch, LaunchSource source, LaunchDecision.Rejected why, Map<String, String> outputs, Instant now) {
        return new LaunchStatus(
                launch.getMetadata().getGeneration(),
                Phase.REJECTED,
                why.reason(),
                why.message(),
                source instanceof LaunchSource.Found known ? known.template() : templateRef(launch),
                source instanceof LaunchSource.Found known ? known.generation() : null,
                null,
                null,
                null,
                null,
                time(now),
                outputs,
                null);
    }

    /** The Launch expired before it was decided. */
    static LaunchStatus expired(Launch launch, LaunchExpiry.Expiry expiry, Instant now) {
        return new LaunchStatus(
                launch.getMetadata().getGeneration(),
                Phase.EXPIRED,
                expiry.reason(),
                expiry.message(),
                templateRef(launch),
                before(launch).map(LaunchStatus::templateGeneration).orElse(null),
                null,
                null,
                null,
                null,
                time(now),
                before(launch).map(LaunchStatus::outputs).orElse(Map.of()),
                null);
    }

    /** The Launch awaits the person's confirmation. */
    static LaunchStatus awaitingConfirmation(Launch launch, LaunchDecision.Ask ask, Map<String, String> outputs) {
        return new LaunchStatus(
                launch.getMetadata().getGeneration(),
                Phase.AWAITING_CONFIRMATION,
                "ConfirmationRequired",
                ask.question(),
                ask.source().template(),
                ask.source().generation(),
                null,
                ask.demand().gpus(),
                null,
                null,
                null,
                outputs,
                null);
    }

    /** The Launch is approved: its Job will be created, and it counts against the template's limits. */
    static LaunchStatus approved(
            Launch launch, LaunchDecision.Approved approved, Map<String, String> outputs, Instant now) {
        String job = approved.job().name();
        return new LaunchStatus(
                launch.getMetadata().getGeneration(),
                Phase.PENDING,
                "Approved",
                "Job " + job + " is about to be created",
                approved.source().template(),
                approved.source().generation(),
                new NamedReference(job),
                approved.demand().gpus(),
                approved.demand().hours().orElse(null),
                time(now),
                null,
                outputs,
                null);
    }

    /** The Job exists. */
    static LaunchStatus created(LaunchStatus before) {
        return withPhase(
                before, Phase.CREATED, "JobCreated", "Job " + job(before) + " was created", null, before.gpuHours());
    }

    /** The Job exists, but the API server refuses its pods; the Job controller tries again. */
    static LaunchStatus podsRefused(LaunchStatus before, String refusal) {
        return withPhase(
                before,
                Phase.CREATED,
                PODS_REFUSED,
                "Job " + job(before) + " was created, but its Events say that its pods are refused: " + refusal,
                null,
                before.gpuHours());
    }

    /** The Job runs. */
    static LaunchStatus running(LaunchStatus before) {
        return withPhase(before, Phase.RUNNING, "JobRunning", "Job " + job(before) + " runs", null, before.gpuHours());
    }

    /** The Job ended; the GPU hours that it used replace the ones that it might have used. */
    static LaunchStatus ended(LaunchStatus before, Ended ended, @Nullable Instant started) {
        Double hours = before.gpuHours();
        if (before.gpus() != null && hours != null) {
            hours = started == null || started.isAfter(ended.at())
                    ? Double.valueOf(0)
                    : Double.valueOf(GpuDemand.hours(before.gpus(), Duration.between(started, ended.at())));
        }
        return withPhase(
                before,
                ended.result() == Result.SUCCEEDED ? Phase.SUCCEEDED : Phase.FAILED,
                ended.reason(),
                ended.message(),
                ended.at(),
                hours);
    }

    /** The Job was deleted unseen; the GPU hours that it might have used still count. */
    static LaunchStatus gone(LaunchStatus before, Instant now) {
        return withPhase(
                before,
                Phase.FAILED,
                "JobGone",
                "Job " + job(before) + " was deleted while no operator was watching; how it ended is not known",
                now,
                before.gpuHours());
    }

    /** The same status without the confirmation. */
    static LaunchStatus withoutConfirmation(LaunchStatus status) {
        return new LaunchStatus(
                status.observedGeneration(),
                status.phase(),
                status.reason(),
                status.message(),
                status.templateRef(),
                status.templateGeneration(),
                status.jobRef(),
                status.gpus(),
                status.gpuHours(),
                status.approvedAt(),
                status.endedAt(),
                status.outputs(),
                null);
    }

    private static LaunchStatus withPhase(
            LaunchStatus before,
            Phase phase,
            String reason,
            @Nullable String message,
            @Nullable Instant endedAt,
            @Nullable Double gpuHours) {
        return new LaunchStatus(
                before.observedGeneration(),
                phase,
                reason,
                message,
                before.templateRef(),
                before.templateGeneration(),
                before.jobRef(),
                before.gpus(),
                gpuHours,
                before.approvedAt(),
                endedAt == null ? null : time(endedAt),
                before.outputs(),
                null);
    }

    private static String job(LaunchStatus status) {
        return Objects.requireNonNull(status.jobRef(), "an approved Launch names its Job")
                .name();
    }

    private static Optional<LaunchStatus> before(Launch launch) {
        return Optional.ofNullable(launch.getStatus());
    }

    private static @Nullable NamedReference templateRef(Launch launch) {
        LaunchSpec spec = launch.getSpec();
        return before(launch).map(LaunchStatus::templateRef).orElse(spec.templateRef());
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

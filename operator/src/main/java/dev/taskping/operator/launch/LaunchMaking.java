package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.LaunchStatus.Phase;
import dev.taskping.operator.launch.LaunchDecision.Facts;
import dev.taskping.operator.launch.LaunchDecision.Rejected;
import dev.taskping.operator.manifest.JobCreation;
import dev.taskping.operator.manifest.JobManifest;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides Launches, one after the other for each template, and makes their Jobs.
 *
 * <p>That a Launch becomes a Job is recorded, with the Job's name, before the Job is created. From that record on it counts
 * against the template's limits, and whoever finds it after a crash knows which Job to look for.
 */
@ApplicationScoped
class LaunchMaking {

    private final RequestedWorks requested;
    private final TaskOutputs outputs;
    private final LaunchRecords records;
    private final JobCreation jobs;
    private final Clock clock;
    private final Map<ResourceID, ReentrantLock> templates = new ConcurrentHashMap<>();

    LaunchMaking(RequestedWorks requested, TaskOutputs outputs, LaunchRecords records, JobCreation jobs, Clock clock) {
        this.requested = requested;
        this.outputs = outputs;
        this.records = records;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** What was recorded, and the Job that it calls for. */
    private record Decided(Launch launch, @Nullable JobManifest job) {}

    /**
     * Takes an undecided Launch as far as it goes now.
     *
     * @param launch its newest version
     * @return it as it is recorded; the same object if there was nothing to do
     */
    Launch advance(Launch launch) {
        LaunchStatus status = launch.getStatus();
        if (isMade(launch)) {
            return records.record(launch, LaunchStatuses.created(Objects.requireNonNull(status)));
        }
        Optional<TimeToLive.Expiry> expiry = TimeToLive.expiry(launch, clock.instant());
        if (expiry.isPresent()) {
            return records.record(launch, LaunchStatuses.expired(launch, expiry.get(), clock.instant()));
        }
        if (status != null && status.phase() == Phase.AWAITING_CONFIRMATION && status.confirmation() == null) {
            return launch;
        }
        RequestedWork work = requested.of(launch);
        Decided decided = work instanceof RequestedWork.Found found && found.template() != null
                ? decideInTurn(launch, found, found.template().name())
                : decide(launch, work, List.of());
        return decided.job() == null ? decided.launch() : create(decided.launch(), work, decided.job());
    }

    /** Left over from an operator that ended between creating the Job and recording that. */
    private boolean isMade(Launch launch) {
        LaunchStatus status = launch.getStatus();
        return status != null
                && status.jobRef() != null
                && jobs.isMade(
                        launch.getMetadata().getNamespace(),
                        status.jobRef().name(),
                        launch.getMetadata().getUid());
    }

    /** Two of the same template must not both be the first. */
    private Decided decideInTurn(Launch launch, RequestedWork.Found work, String template) {
        Launch labelled = records.labelled(launch, template);
        ReentrantLock turn = templates.computeIfAbsent(
                new ResourceID(template, launch.getMetadata().getNamespace()), key -> new ReentrantLock());
        turn.lock();
        try {
            return decide(
                    labelled, work, work.spec().limits() == null ? List.of() : records.ofTemplate(labelled, template));
        } finally {
            turn.unlock();
        }
    }

    private Decided decide(Launch launch, RequestedWork work, List<Launch> earlier) {
        Map<String, String> known =
                work instanceof RequestedWork.Found found ? outputs.of(launch, found.neededOutputs()) : Map.of();
        TaskContext task = TaskContext.of(launch.getSpec().cause(), known);
        return switch (LaunchDecision.of(new Facts(launch, work, earlier, task, clock.instant()))) {
            case Rejected rejected ->
                recorded(launch, LaunchStatuses.rejected(launch, work, rejected, known, clock.instant()), null);
            case LaunchDecision.Ask ask -> recorded(launch, LaunchStatuses.asked(launch, ask, known), null);
            case LaunchDecision.Approved approved ->
                recorded(launch, LaunchStatuses.approved(launch, approved, known, clock.instant()), approved.job());
        };
    }

    private Decided recorded(Launch launch, LaunchStatus status, @Nullable JobManifest job) {
        return new Decided(records.record(launch, status), job);
    }

    private Launch create(Launch launch, RequestedWork work, JobManifest job) {
        LaunchStatus approved = Objects.requireNonNull(launch.getStatus());
        LaunchStatus status =
                switch (jobs.create(job)) {
                    case JobCreation.Result.Exists exists -> LaunchStatuses.created(approved);
                    case JobCreation.Result.Taken taken ->
                        rejected(launch, work, new Rejected("JobNameTaken", taken.message()));
                    case JobCreation.Result.Refused refused ->
                        rejected(launch, work, new Rejected("JobRefused", refused.message()));
                };
        return records.record(launch, status);
    }

    private LaunchStatus rejected(Launch launch, RequestedWork work, Rejected why) {
        return LaunchStatuses.rejected(
                launch, work, why, Objects.requireNonNull(launch.getStatus()).outputs(), clock.instant());
    }
}

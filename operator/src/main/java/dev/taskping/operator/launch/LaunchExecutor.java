package dev.taskping.operator.launch;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.operator.jobcreation.JobCreator;
import dev.taskping.operator.jobcreation.JobManifest;
import dev.taskping.operator.launch.decision.LaunchDecision;
import dev.taskping.operator.launch.decision.LaunchDecision.Facts;
import dev.taskping.operator.launch.decision.LaunchDecision.Rejected;
import dev.taskping.operator.launch.decision.LaunchSource;
import dev.taskping.operator.launch.parameter.RepliedTaskVariables;
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
 * Decides Launches, one at a time for each template, and creates their Jobs.
 *
 * <p>The executor records an approval in the Launch's status, with the Job's name, before it creates the Job. From then on the
 * Launch counts against the template's limits, and after a crash the next operator knows which Job to look for.
 */
@ApplicationScoped
class LaunchExecutor {

    private final LaunchSourceResolver sources;
    private final TaskOutputs outputs;
    private final LaunchClient launches;
    private final JobCreator jobs;
    private final Clock clock;
    private final Map<ResourceID, ReentrantLock> templates = new ConcurrentHashMap<>();

    LaunchExecutor(
            LaunchSourceResolver sources, TaskOutputs outputs, LaunchClient launches, JobCreator jobs, Clock clock) {
        this.sources = sources;
        this.outputs = outputs;
        this.launches = launches;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** A Launch with its recorded decision, and the Job to create if it was approved. */
    private record Decided(Launch launch, @Nullable JobManifest job) {}

    /**
     * Decides a Launch that is not decided yet, as far as that is possible now.
     *
     * @param launch the newest version
     * @return the Launch with its new status; the same object if the status did not change
     */
    Launch execute(Launch launch) {
        LaunchStatus status = launch.getStatus();
        if (isJobCreated(launch)) {
            return launches.updateStatus(launch, LaunchStatuses.created(Objects.requireNonNull(status)));
        }
        Optional<LaunchExpiry.Expiry> expiry = LaunchExpiry.expiry(launch, clock.instant());
        if (expiry.isPresent()) {
            return launches.updateStatus(launch, LaunchStatuses.expired(launch, expiry.get(), clock.instant()));
        }
        if (status != null && status.phase() == Phase.AWAITING_CONFIRMATION && status.confirmation() == null) {
            return launch;
        }
        LaunchSource source = sources.resolve(launch);
        Decided decided = source instanceof LaunchSource.Found found && found.template() != null
                ? decideInTurn(launch, found, found.template().name())
                : decide(launch, source, List.of());
        return decided.job() == null ? decided.launch() : create(decided.launch(), source, decided.job());
    }

    /** Whether an operator created the Job and ended before it recorded that. */
    private boolean isJobCreated(Launch launch) {
        LaunchStatus status = launch.getStatus();
        return status != null
                && status.jobRef() != null
                && jobs.isCreated(
                        launch.getMetadata().getNamespace(),
                        status.jobRef().name(),
                        launch.getMetadata().getUid());
    }

    /** Two Launches of a template must not both get its last place. */
    private Decided decideInTurn(Launch launch, LaunchSource.Found source, String template) {
        Launch labelled = launches.label(launch, template);
        ReentrantLock turn = templates.computeIfAbsent(
                new ResourceID(template, launch.getMetadata().getNamespace()), key -> new ReentrantLock());
        turn.lock();
        try {
            return decide(
                    labelled,
                    source,
                    source.spec().limits() == null ? List.of() : launches.ofTemplate(labelled, template));
        } finally {
            turn.unlock();
        }
    }

    private Decided decide(Launch launch, LaunchSource source, List<Launch> earlier) {
        Map<String, String> known =
                source instanceof LaunchSource.Found found ? outputs.of(launch, found.neededOutputs()) : Map.of();
        RepliedTaskVariables task = RepliedTaskVariables.of(launch.getSpec().cause(), known);
        return switch (LaunchDecision.of(new Facts(launch, source, earlier, task, clock.instant()))) {
            case Rejected rejected ->
                recorded(launch, LaunchStatuses.rejected(launch, source, rejected, known, clock.instant()), null);
            case LaunchDecision.Ask ask ->
                recorded(launch, LaunchStatuses.awaitingConfirmation(launch, ask, known), null);
            case LaunchDecision.Approved approved ->
                recorded(launch, LaunchStatuses.approved(launch, approved, known, clock.instant()), approved.job());
        };
    }

    private Decided recorded(Launch launch, LaunchStatus status, @Nullable JobManifest job) {
        return new Decided(launches.updateStatus(launch, status), job);
    }

    private Launch create(Launch launch, LaunchSource source, JobManifest job) {
        LaunchStatus approved = Objects.requireNonNull(launch.getStatus());
        LaunchStatus status =
                switch (jobs.create(job)) {
                    case JobCreator.Result.Exists exists -> LaunchStatuses.created(approved);
                    case JobCreator.Result.Taken taken ->
                        rejected(launch, source, new Rejected("JobNameTaken", taken.message()));
                    case JobCreator.Result.Refused refused ->
                        rejected(launch, source, new Rejected("JobRefused", refused.message()));
                    case JobCreator.Result.Withheld withheld ->
                        rejected(launch, source, new Rejected("AuthorPolicyMissing", withheld.message()));
                };
        return launches.updateStatus(launch, status);
    }

    private LaunchStatus rejected(Launch launch, LaunchSource source, Rejected why) {
        return LaunchStatuses.rejected(
                launch, source, why, Objects.requireNonNull(launch.getStatus()).outputs(), clock.instant());
    }
}

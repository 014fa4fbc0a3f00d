package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.LaunchStatus.Phase;
import dev.taskping.crds.NamedReference;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.relay.Tunnel;
import dev.taskping.operator.task.observation.JobState.Ended;
import dev.taskping.operator.task.observation.JobState.Running;
import dev.taskping.operator.task.observation.JobState.Waiting;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Makes exactly one Job of a Launch, or says why not; then follows the Job. What is decided is recorded in the status before
 * anybody is told of it, so that the answer is the same however often it is asked for. A change of the status alone, such as
 * a confirmation, calls for a look too.
 */
@ControllerConfiguration(name = "launch", generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = -1, initialInterval = 250, intervalMultiplier = 2, maxInterval = 10_000)
class LaunchReconciler implements Reconciler<Launch> {

    private static final Duration LEADERS_TURN = Duration.ofSeconds(1);

    private final LaunchMaking making;
    private final LaunchRecords records;
    private final LaunchProgress progress;
    private final Tunnel tunnel;
    private final Leadership leadership;
    private final Clock clock;

    LaunchReconciler(
            LaunchMaking making,
            LaunchRecords records,
            LaunchProgress progress,
            Tunnel tunnel,
            Leadership leadership,
            Clock clock) {
        this.making = making;
        this.records = records;
        this.progress = progress;
        this.tunnel = tunnel;
        this.leadership = leadership;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Launch>> prepareEventSources(EventSourceContext<Launch> context) {
        return List.of(progress.events());
    }

    @Override
    public UpdateControl<Launch> reconcile(Launch launch, Context<Launch> context) {
        if (!leadership.leads()) { // lost a moment ago; another replica decides
            return UpdateControl.<Launch>noUpdate().rescheduleAfter(LEADERS_TURN);
        }
        LaunchStatus status = launch.getStatus();
        return switch (status == null ? null : status.phase()) {
            case null -> decide(launch);
            case PENDING, AWAITING_CONFIRMATION -> decide(launch);
            case CREATED, RUNNING -> {
                follow(launch, status);
                yield UpdateControl.noUpdate();
            }
            case REJECTED, EXPIRED, SUCCEEDED, FAILED -> UpdateControl.noUpdate();
        };
    }

    /** The cache may not have yet what was decided a moment ago, so the newest version counts. */
    private UpdateControl<Launch> decide(Launch cached) {
        Optional<Launch> newest = records.read(cached).filter(LaunchReconciler::isUndecided);
        if (newest.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        Launch before = newest.get();
        Launch after = making.advance(before);
        if (after != before) {
            CommandResults.of(after).ifPresent(tunnel::send);
        }
        return isUndecided(after) ? untilExpiry(after) : UpdateControl.noUpdate();
    }

    private UpdateControl<Launch> untilExpiry(Launch launch) {
        Optional<Instant> end = TimeToLive.end(launch);
        if (end.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        Duration left = Duration.between(clock.instant(), end.get());
        return UpdateControl.<Launch>noUpdate().rescheduleAfter(Math.max(1, left.toMillis()));
    }

    private void follow(Launch launch, LaunchStatus before) {
        NamedReference job = before.jobRef();
        if (job == null) {
            return;
        }
        LaunchStatus now = progress.state(launch.getMetadata().getNamespace(), job.name())
                .map(known -> moved(before, known))
                .orElseGet(() -> LaunchStatuses.gone(before, clock.instant()));
        if (!now.equals(LaunchStatuses.withoutConfirmation(before))) {
            records.record(launch, now);
        }
    }

    private static LaunchStatus moved(LaunchStatus before, LaunchProgress.Known known) {
        return switch (known.state()) {
            case Waiting waiting -> LaunchStatuses.withoutConfirmation(before);
            case Running running -> LaunchStatuses.running(before);
            case Ended ended -> LaunchStatuses.ended(before, ended, known.started());
        };
    }

    private static boolean isUndecided(Launch launch) {
        Phase phase = launch.getStatus() == null ? null : launch.getStatus().phase();
        return phase == null || phase == Phase.PENDING || phase == Phase.AWAITING_CONFIRMATION;
    }
}

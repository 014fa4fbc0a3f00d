package dev.taskping.operator.launch;

import dev.taskping.crds.NamedReference;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.operator.cache.TrimmedResourceStores;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.job.JobState.Running;
import dev.taskping.operator.job.JobState.Waiting;
import dev.taskping.operator.launch.LaunchedJobTracker.TrackedJob;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.observation.JobControllerEvents;
import dev.taskping.operator.relay.Tunnel;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Creates exactly one Job for a Launch, or says in the status why not; then follows the Job. It records a decision in the status
 * before it sends the command's result, so that the result is the same however often the relay asks. It also reconciles when
 * only the status changed, because a confirmation is part of the status.
 */
@ControllerConfiguration(name = "launch", generationAwareEventProcessing = false)
@GradualRetry(maxAttempts = -1, initialInterval = 250, intervalMultiplier = 2, maxInterval = 10_000)
class LaunchReconciler implements ConfigurableReconciler<Launch> {

    private static final Duration STANDBY_INTERVAL = Duration.ofSeconds(1);

    /** How soon to look again at first, and at last, whether a Job that waits has pods. */
    private static final Duration FIRST_WAITING_INTERVAL = Duration.ofSeconds(10);

    private static final Duration LAST_WAITING_INTERVAL = Duration.ofMinutes(5);

    private final LaunchExecutor executor;
    private final LaunchClient launches;
    private final LaunchedJobTracker jobs;
    private final JobControllerEvents events;
    private final Tunnel tunnel;
    private final Leadership leadership;
    private final TrimmedResourceStores stores;
    private final Clock clock;

    LaunchReconciler(
            LaunchExecutor executor,
            LaunchClient launches,
            LaunchedJobTracker jobs,
            JobControllerEvents events,
            Tunnel tunnel,
            Leadership leadership,
            TrimmedResourceStores stores,
            Clock clock) {
        this.executor = executor;
        this.launches = launches;
        this.jobs = jobs;
        this.events = events;
        this.tunnel = tunnel;
        this.leadership = leadership;
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<Launch> configuration) {
        stores.launches().ifPresent(configuration::withItemStore);
    }

    @Override
    public List<EventSource<?, Launch>> prepareEventSources(EventSourceContext<Launch> context) {
        return List.of(jobs.events());
    }

    @Override
    public UpdateControl<Launch> reconcile(Launch launch, Context<Launch> context) {
        if (!leadership.leads()) { // this replica just lost leadership; another one decides
            return UpdateControl.<Launch>noUpdate().rescheduleAfter(STANDBY_INTERVAL);
        }
        LaunchStatus status = launch.getStatus();
        return switch (status == null ? null : status.phase()) {
            case null -> decide(launch);
            case PENDING, AWAITING_CONFIRMATION -> decide(launch);
            case CREATED, RUNNING -> follow(launch, status);
            case REJECTED, EXPIRED, SUCCEEDED, FAILED -> UpdateControl.noUpdate();
        };
    }

    /** Decides by the newest version: the cache may lack a decision that was recorded just now. */
    private UpdateControl<Launch> decide(Launch cached) {
        Optional<Launch> newest = launches.read(cached).filter(LaunchReconciler::isUndecided);
        if (newest.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        Launch before = newest.get();
        Launch after = executor.execute(before);
        if (after != before) {
            CommandResults.of(after).ifPresent(tunnel::send);
        }
        return isUndecided(after) ? untilExpiry(after) : UpdateControl.noUpdate();
    }

    private UpdateControl<Launch> untilExpiry(Launch launch) {
        Optional<Instant> end = LaunchExpiry.end(launch);
        if (end.isEmpty()) {
            return UpdateControl.noUpdate();
        }
        Duration left = Duration.between(clock.instant(), end.get());
        return UpdateControl.<Launch>noUpdate().rescheduleAfter(Math.max(1, left.toMillis()));
    }

    private UpdateControl<Launch> follow(Launch launch, LaunchStatus before) {
        NamedReference job = before.jobRef();
        if (job == null) {
            return UpdateControl.noUpdate();
        }
        String namespace = launch.getMetadata().getNamespace();
        Optional<TrackedJob> tracked = jobs.state(namespace, job.name());
        LaunchStatus now = tracked.map(known -> followed(namespace, before, known))
                .orElseGet(() -> LaunchStatuses.gone(before, clock.instant()));
        if (!now.equals(LaunchStatuses.withoutConfirmation(before))) {
            launches.updateStatus(launch, now);
        }
        return tracked.filter(known -> known.state() instanceof Waiting).isPresent()
                ? UpdateControl.<Launch>noUpdate().rescheduleAfter(waitingInterval(before))
                : UpdateControl.noUpdate();
    }

    /** Nothing changes at a Job whose pods are refused, so its Launch looks again; the longer it waits, the more rarely. */
    private Duration waitingInterval(LaunchStatus status) {
        String approved = status.approvedAt();
        Duration age = approved == null ? Duration.ZERO : Duration.between(Instant.parse(approved), clock.instant());
        Duration tenth = age.dividedBy(10);
        return tenth.compareTo(FIRST_WAITING_INTERVAL) < 0
                ? FIRST_WAITING_INTERVAL
                : tenth.compareTo(LAST_WAITING_INTERVAL) > 0 ? LAST_WAITING_INTERVAL : tenth;
    }

    private LaunchStatus followed(String namespace, LaunchStatus before, TrackedJob tracked) {
        return switch (tracked.state()) {
            case Waiting waiting -> waiting(namespace, before, tracked);
            case Running running -> LaunchStatuses.running(before);
            case Ended ended -> LaunchStatuses.ended(before, ended, tracked.started());
        };
    }

    private LaunchStatus waiting(String namespace, LaunchStatus before, TrackedJob tracked) {
        LaunchStatus same = LaunchStatuses.withoutConfirmation(before);
        boolean known = LaunchStatuses.PODS_REFUSED.equals(before.reason());
        if (known) {
            return tracked.lacksPods() ? same : LaunchStatuses.created(before);
        }
        return before.phase() == Phase.CREATED && tracked.lacksPods()
                ? events.podRefusal(namespace, tracked.uid())
                        .map(refusal -> LaunchStatuses.podsRefused(before, refusal))
                        .orElse(same)
                : same;
    }

    private static boolean isUndecided(Launch launch) {
        Phase phase = launch.getStatus() == null ? null : launch.getStatus().phase();
        return phase == null || phase == Phase.PENDING || phase == Phase.AWAITING_CONFIRMATION;
    }
}

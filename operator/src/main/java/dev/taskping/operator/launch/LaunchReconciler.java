package dev.taskping.operator.launch;

import dev.taskping.crds.Launch;
import dev.taskping.crds.LaunchStatus;
import dev.taskping.crds.LaunchStatus.Phase;
import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.NamedReference;
import dev.taskping.operator.condition.StatusPatch;
import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.manifest.JobCreation;
import dev.taskping.operator.manifest.JobManifest;
import dev.taskping.operator.relay.Tunnel;
import dev.taskping.operator.task.observation.JobState;
import dev.taskping.operator.task.observation.JobState.Ended;
import dev.taskping.operator.task.observation.JobState.Running;
import dev.taskping.operator.task.observation.JobState.Waiting;
import dev.taskping.protocol.event.Result;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes exactly one Job of a Launch, or rejects it with a reason; then follows the Job. The decision is recorded in the
 * status before anybody is told of it, so that the answer is the same however often it is asked for.
 */
@ControllerConfiguration(name = "launch")
@GradualRetry(maxAttempts = -1, initialInterval = 250, intervalMultiplier = 2, maxInterval = 10_000)
class LaunchReconciler implements Reconciler<Launch> {

    static final String FIELD_MANAGER = "taskping-launch";

    private static final Duration LEADERS_TURN = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final JobCreation jobs;
    private final LaunchProgress progress;
    private final Tunnel tunnel;
    private final Leadership leadership;

    LaunchReconciler(
            KubernetesClient client, JobCreation jobs, LaunchProgress progress, Tunnel tunnel, Leadership leadership) {
        this.client = client;
        this.jobs = jobs;
        this.progress = progress;
        this.tunnel = tunnel;
        this.leadership = leadership;
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
        Phase phase = status == null ? null : status.phase();
        if (phase == null || phase == Phase.PENDING) {
            decide(launch);
        } else if (phase == Phase.CREATED || phase == Phase.RUNNING) {
            follow(launch);
        }
        return UpdateControl.noUpdate();
    }

    private void decide(Launch launch) {
        LaunchStatus decided =
                switch (LaunchDecision.of(launch, template(launch))) {
                    case LaunchDecision.Rejected rejected ->
                        status(launch, Phase.REJECTED, rejected.reason(), rejected.message(), null);
                    case LaunchDecision.Approved approved -> create(launch, approved.job());
                };
        Launch recorded = record(launch, decided);
        CommandResults.of(recorded).ifPresent(tunnel::send);
    }

    private LaunchStatus create(Launch launch, JobManifest job) {
        return switch (jobs.create(job)) {
            case JobCreation.Result.Exists exists ->
                status(launch, Phase.CREATED, "JobCreated", "Job " + job.name() + " was created", job.name());
            case JobCreation.Result.Taken taken ->
                status(launch, Phase.REJECTED, "JobNameTaken", taken.message(), null);
            case JobCreation.Result.Refused refused ->
                status(launch, Phase.REJECTED, "JobRefused", refused.message(), null);
        };
    }

    private void follow(Launch launch) {
        NamedReference job = launch.getStatus().jobRef();
        if (job == null) {
            return;
        }
        Optional<JobState> state = progress.state(launch.getMetadata().getNamespace(), job.name());
        LaunchStatus now = state.map(known -> switch (known) {
                    case Waiting waiting -> launch.getStatus();
                    case Running running ->
                        status(launch, Phase.RUNNING, "JobRunning", "Job " + job.name() + " runs", job.name());
                    case Ended ended ->
                        status(
                                launch,
                                ended.result() == Result.SUCCEEDED ? Phase.SUCCEEDED : Phase.FAILED,
                                ended.reason(),
                                ended.message(),
                                job.name());
                })
                .orElseGet(() -> status(
                        launch,
                        Phase.FAILED,
                        "JobGone",
                        "Job " + job.name() + " was deleted while nobody was watching; how it ended is not known",
                        job.name()));
        if (!now.equals(launch.getStatus())) {
            record(launch, now);
        }
    }

    /** Read where it is true: the template may have been approved a moment ago. */
    private Optional<LaunchTemplate> template(Launch launch) {
        return Optional.ofNullable(client.resources(LaunchTemplate.class)
                .inNamespace(launch.getMetadata().getNamespace())
                .withName(launch.getSpec().templateRef().name())
                .get());
    }

    private static LaunchStatus status(
            Launch launch, Phase phase, String reason, @Nullable String message, @Nullable String job) {
        return new LaunchStatus(
                launch.getMetadata().getGeneration(),
                phase,
                reason,
                message,
                job == null ? null : new NamedReference(job));
    }

    private Launch record(Launch launch, LaunchStatus status) {
        Launch patch = StatusPatch.of(new Launch(), launch, status);
        return client.resource(patch)
                .subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(FIELD_MANAGER)
                                .withForce(true)
                                .build(),
                        patch);
    }
}

package dev.taskping.operator.launch;

import dev.taskping.crds.LaunchTemplate;
import dev.taskping.crds.LaunchTemplateStatus;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.condition.StatusPatch;
import dev.taskping.operator.manifest.JobCreation;
import io.fabric8.kubernetes.api.model.Condition;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says of a template whether it can be launched: by its own rules, and by a rehearsal at the API server. */
@ControllerConfiguration(name = "launch-template")
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
class LaunchTemplateReconciler implements Reconciler<LaunchTemplate> {

    /** What the API server refuses may depend on quotas and policies, which change. */
    private static final Duration REHEARSED_AGAIN = Duration.ofMinutes(10);

    private final JobCreation jobs;
    private final Clock clock;

    LaunchTemplateReconciler(JobCreation jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public UpdateControl<LaunchTemplate> reconcile(LaunchTemplate template, Context<LaunchTemplate> context) {
        ReadyCondition finding = examine(template);
        List<Condition> before = Optional.ofNullable(template.getStatus())
                .map(LaunchTemplateStatus::conditions)
                .orElse(List.of());
        long generation = template.getMetadata().getGeneration();
        LaunchTemplateStatus status =
                new LaunchTemplateStatus(generation, List.of(finding.toCondition(generation, before, clock)));
        if (status.equals(template.getStatus())) {
            return UpdateControl.<LaunchTemplate>noUpdate().rescheduleAfter(REHEARSED_AGAIN);
        }
        return UpdateControl.patchStatus(StatusPatch.of(new LaunchTemplate(), template, status))
                .rescheduleAfter(REHEARSED_AGAIN);
    }

    private ReadyCondition examine(LaunchTemplate template) {
        return switch (TemplateCheck.of(template)) {
            case TemplateCheck.Wrong wrong -> wrong.finding();
            case TemplateCheck.NoSample noSample ->
                ReadyCondition.yes(
                        "NotRehearsed",
                        "Can be launched, but was not rehearsed: no example could be made up for "
                                + String.join(", ", noSample.parameters())
                                + "; give it a default to have it rehearsed");
            case TemplateCheck.Sample sample ->
                jobs.rehearse(sample.job())
                        .map(refusal -> ReadyCondition.no(
                                "JobRefused",
                                "The API server would not take the Job that this template makes: " + refusal))
                        .orElseGet(() -> ReadyCondition.yes(
                                "Rehearsed", "The API server would take the Job that this template makes"));
        };
    }
}

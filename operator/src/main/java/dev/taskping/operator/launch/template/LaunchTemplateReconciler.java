package dev.taskping.operator.launch.template;

import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.launch.LaunchTemplateStatus;
import dev.taskping.operator.cache.TrimmedResourceStores;
import dev.taskping.operator.jobcreation.JobCreator;
import dev.taskping.operator.status.ConditionFinding;
import dev.taskping.operator.status.StatusPatch;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reconciles a LaunchTemplate: checks its own rules, and whether the API server accepts its Job and its pods in a dry run. */
@ControllerConfiguration(name = "launch-template")
@GradualRetry(maxAttempts = -1, initialInterval = 500, intervalMultiplier = 2, maxInterval = 30_000)
class LaunchTemplateReconciler implements ConfigurableReconciler<LaunchTemplate> {

    /** The result of a dry run depends on quotas and policies, which change. */
    private static final Duration DRY_RUN_INTERVAL = Duration.ofMinutes(10);

    private final JobCreator jobs;
    private final KubernetesClient client;
    private final TrimmedResourceStores stores;
    private final Clock clock;

    LaunchTemplateReconciler(JobCreator jobs, KubernetesClient client, TrimmedResourceStores stores, Clock clock) {
        this.jobs = jobs;
        this.client = client;
        this.stores = stores;
        this.clock = clock;
    }

    @Override
    public void updateConfigurationFrom(ControllerConfigurationOverrider<LaunchTemplate> configuration) {
        stores.launchTemplates().ifPresent(configuration::withItemStore);
    }

    /** Reconciles the template as it is at the API server: the cache does not keep its Job template. */
    @Override
    public UpdateControl<LaunchTemplate> reconcile(LaunchTemplate cached, Context<LaunchTemplate> context) {
        LaunchTemplate template = client.resources(LaunchTemplate.class)
                .inNamespace(cached.getMetadata().getNamespace())
                .withName(cached.getMetadata().getName())
                .get();
        return template == null ? UpdateControl.noUpdate() : reconcile(template);
    }

    private UpdateControl<LaunchTemplate> reconcile(LaunchTemplate template) {
        ConditionFinding finding = check(template);
        List<Condition> before = Optional.ofNullable(template.getStatus())
                .map(LaunchTemplateStatus::conditions)
                .orElse(List.of());
        long generation = template.getMetadata().getGeneration();
        LaunchTemplateStatus status =
                new LaunchTemplateStatus(generation, List.of(finding.toReady(generation, before, clock)));
        if (status.equals(template.getStatus())) {
            return UpdateControl.<LaunchTemplate>noUpdate().rescheduleAfter(DRY_RUN_INTERVAL);
        }
        return UpdateControl.patchStatus(StatusPatch.of(new LaunchTemplate(), template, status))
                .rescheduleAfter(DRY_RUN_INTERVAL);
    }

    private ConditionFinding check(LaunchTemplate template) {
        return switch (LaunchTemplateCheck.of(template)) {
            case LaunchTemplateCheck.Wrong wrong -> wrong.finding();
            case LaunchTemplateCheck.NoSample noSample ->
                ConditionFinding.yes(
                        "NotRehearsed",
                        "The template can be launched, but there was no dry run, because no example was found for "
                                + String.join(", ", noSample.parameters())
                                + "; add a default to have a dry run");
            case LaunchTemplateCheck.Sample sample ->
                jobs.dryRun(sample.job())
                        .map(refusal -> ConditionFinding.no(
                                "JobRefused", "In a dry run the API server refused this template's Job: " + refusal))
                        .or(() -> jobs.podSecurityRefusal(sample.job())
                                .map(refusal -> ConditionFinding.no(
                                        "PodsRefused",
                                        "In a dry run the API server refused the pods of this template's Job: "
                                                + refusal)))
                        .orElseGet(() -> ConditionFinding.yes(
                                "Rehearsed", "In a dry run the API server accepted this template's Job"));
        };
    }
}

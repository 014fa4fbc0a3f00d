package dev.taskping.operator.notifiedtask;

import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.operator.jobcreation.JobCreator;
import dev.taskping.operator.jobcreation.JobManifest;
import dev.taskping.operator.status.ConditionFinding;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates the Job of a NotifiedTask's {@code jobTemplate}, once. The condition {@value #CREATED} records that, so that a Job that
 * was deleted, for instance because of its time to live, is not created again.
 */
@ApplicationScoped
class EmbeddedJob {

    /** The condition that is true when the Job was created. */
    static final String CREATED = "JobCreated";

    private static final String WITHHELD = "AuthorPolicyMissing";

    private final JobCreator jobs;
    private final KubernetesClient client;

    EmbeddedJob(JobCreator jobs, KubernetesClient client) {
        this.jobs = jobs;
        this.client = client;
    }

    /** Whether the NotifiedTask has a {@code jobTemplate} and its Job was not created yet. */
    static boolean isDue(NotifiedTask task, List<Condition> conditions) {
        return task.getSpec().jobTemplate() != null
                && ConditionFinding.find(CREATED, conditions)
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isEmpty();
    }

    /** Whether the Job waits for what no object tells: that the API server checks authors again. */
    static boolean isWithheld(List<Condition> conditions) {
        return ConditionFinding.find(CREATED, conditions)
                .filter(condition -> WITHHELD.equals(condition.getReason()))
                .isPresent();
    }

    /**
     * Creates the Job; the finding becomes the condition {@value #CREATED}.
     *
     * @param task as in the cache, which does not keep the template
     */
    ConditionFinding create(NotifiedTask task) {
        String name = task.getMetadata().getName();
        return template(task)
                .map(template -> create(task, name, template))
                .orElseGet(() -> ConditionFinding.no("Deleted", "NotifiedTask '" + name + "' was deleted"));
    }

    private Optional<JobTemplate> template(NotifiedTask task) {
        return Optional.ofNullable(client.resources(NotifiedTask.class)
                        .inNamespace(task.getMetadata().getNamespace())
                        .withName(task.getMetadata().getName())
                        .get())
                .filter(found ->
                        found.getMetadata().getUid().equals(task.getMetadata().getUid()))
                .map(found -> found.getSpec().jobTemplate());
    }

    private ConditionFinding create(NotifiedTask task, String name, JobTemplate template) {
        JobManifest job = JobManifest.of(template, name, task, Map.of(WellKnownNames.NOTIFIED_TASK_LABEL, name));
        return switch (jobs.create(job)) {
            case JobCreator.Result.Exists exists ->
                ConditionFinding.yes("Created", "Job '" + name + "' was created from jobTemplate");
            case JobCreator.Result.Taken taken -> ConditionFinding.no("JobNameTaken", taken.message());
            case JobCreator.Result.Refused refused ->
                ConditionFinding.no(
                        "JobRefused", "The API server refused the Job of jobTemplate: " + refused.message());
            case JobCreator.Result.Withheld withheld -> ConditionFinding.no(WITHHELD, withheld.message());
        };
    }
}

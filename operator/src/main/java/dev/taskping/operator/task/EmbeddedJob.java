package dev.taskping.operator.task;

import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.NotifiedTask;
import dev.taskping.crds.TaskPing;
import dev.taskping.operator.condition.ReadyCondition;
import dev.taskping.operator.manifest.JobCreation;
import dev.taskping.operator.manifest.JobManifest;
import io.fabric8.kubernetes.api.model.Condition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * The Job that a NotifiedTask carries in itself. It is created once: the condition {@value #CREATED} remembers that, so a
 * Job that is deleted, by its time to live for instance, does not come back.
 */
@ApplicationScoped
class EmbeddedJob {

    /** Whether the Job was created. */
    static final String CREATED = "JobCreated";

    private final JobCreation jobs;

    EmbeddedJob(JobCreation jobs) {
        this.jobs = jobs;
    }

    /** Whether there is such a Job, and it was not created yet. */
    static boolean isDue(NotifiedTask task, List<Condition> conditions) {
        return task.getSpec().jobTemplate() != null
                && ReadyCondition.find(CREATED, conditions)
                        .filter(condition -> "True".equals(condition.getStatus()))
                        .isEmpty();
    }

    /** Creates it, and says whether that worked. */
    ReadyCondition create(NotifiedTask task, JobTemplate template) {
        String name = task.getMetadata().getName();
        JobManifest job = JobManifest.of(template, name, task, Map.of(TaskPing.NOTIFIED_TASK_LABEL, name));
        return switch (jobs.create(job)) {
            case JobCreation.Result.Exists exists ->
                ReadyCondition.yes("Created", "Job '" + name + "' was created from jobTemplate");
            case JobCreation.Result.Taken taken -> ReadyCondition.no("JobNameTaken", taken.message());
            case JobCreation.Result.Refused refused ->
                ReadyCondition.no("JobRefused", "The API server refuses the Job of jobTemplate: " + refused.message());
        };
    }
}

package dev.taskping.testkit.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Plays the Job controller and the kubelet: moves Jobs on with one status write each, as those would (pkg/controller/job in
 * Kubernetes). The Jobs are marked as managed by somebody else, so that a real controller leaves them alone. Every call is
 * one request, and is done when it returns.
 */
public final class JobDriver {

    private static final String MANAGER = "taskping.dev/job-driver";
    private static final String COMPLETED = "Reached expected number of succeeded pods";
    private static final String FAILED = "Job has reached the specified backoff limit";

    private final KubernetesClient client;
    private final String namespace;

    public JobDriver(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Makes a Job; nothing of it runs yet. */
    public Job create(String name, Map<String, String> labels) {
        return client.resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withManagedBy(MANAGER)
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("main")
                        .withImage("example.com/none:1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    /** Its pod is ready at that time. */
    public void run(Job job, Instant at) {
        write(
                job,
                new JobStatusBuilder()
                        .withStartTime(text(at))
                        .withActive(1)
                        .withReady(1)
                        .build());
    }

    /** It has succeeded at that time; said again, it must be the same time. */
    public void complete(Job job, Instant at) {
        write(
                job,
                new JobStatusBuilder()
                        .withCompletionTime(text(at))
                        .withActive(0)
                        .withReady(0)
                        .withSucceeded(1)
                        .withConditions(
                                condition("SuccessCriteriaMet", "CompletionsReached", COMPLETED, at),
                                condition("Complete", "CompletionsReached", COMPLETED, at))
                        .build());
    }

    /** It has failed for good at that time. */
    public void fail(Job job, Instant at) {
        write(
                job,
                new JobStatusBuilder()
                        .withActive(0)
                        .withReady(0)
                        .withFailed(1)
                        .withConditions(
                                condition("FailureTarget", "BackoffLimitExceeded", FAILED, at),
                                condition("Failed", "BackoffLimitExceeded", FAILED, at))
                        .build());
    }

    /** Writes the Event that the controller writes of a Job's success. */
    public void recordCompletion(Job job) {
        record(job, "Normal", "Completed", "Job completed");
    }

    /** Writes the Event that the controller writes of a Job's failure. */
    public void recordFailure(Job job) {
        record(job, "Warning", "BackoffLimitExceeded", FAILED);
    }

    /** Deletes it, as a person does, or the controller whose time to live for finished Jobs is over. */
    public void delete(Job job) {
        client.resource(job).delete();
    }

    /** As a merge patch (RFC 7396), so that what is not said stays: one request, and harmless when it is sent again. */
    private void write(Job job, JobStatus status) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
    }

    private void record(Job job, String type, String reason, String message) {
        Event event = new EventBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "." + reason.toLowerCase(java.util.Locale.ROOT))
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withNamespace(namespace)
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(text(Instant.now()))
                .withLastTimestamp(text(Instant.now()))
                .withCount(1)
                .withNewSource()
                .withComponent("job-controller")
                .endSource()
                .build();
        client.resource(event).create();
    }

    private static JobCondition condition(String type, String reason, String message, Instant at) {
        return new JobConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .withLastProbeTime(text(at))
                .withLastTransitionTime(text(at))
                .build();
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

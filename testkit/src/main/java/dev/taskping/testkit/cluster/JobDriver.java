package dev.taskping.testkit.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Job controller and the kubelet: changes the status of Jobs as they would (pkg/controller/job in Kubernetes), with one
 * write for each change. The Jobs are marked as managed by somebody else, so a real controller leaves them alone, and its rate
 * limit does not slow a test down. Every call is done when it returns.
 */
public final class JobDriver {

    private static final String MANAGER = "taskping.dev/job-driver";
    private static final String CONTAINER = "main";
    private static final String IMAGE = "example.com/none:1";
    private static final String COMPLETED = "Reached expected number of succeeded pods";
    private static final String FAILED = "Job has reached the specified backoff limit";

    private final KubernetesClient client;
    private final String namespace;

    public JobDriver(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** A Job that only a driver changes. */
    public static JobBuilder job(String name, Map<String, String> labels) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withManagedBy(MANAGER)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName(CONTAINER)
                .withImage(IMAGE)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    /** Creates a Job; nothing of it runs yet. */
    public Job create(Job job) {
        return client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
    }

    /** Creates a Job with these labels; nothing of it runs yet. */
    public Job create(String name, Map<String, String> labels) {
        return create(job(name, labels).build());
    }

    /** The Job of that name, which exists. */
    public Job get(String name) {
        return jobs().withName(name).require();
    }

    /** All Jobs of the namespace. */
    public List<Job> list() {
        return jobs().list().getItems();
    }

    /** Changes a Job by a JSON merge patch, which no concurrent write of a controller prevents. */
    public void patch(String name, String change) {
        jobs().withName(name).patch(PatchContext.of(PatchType.JSON_MERGE), change);
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

    /** Its pod is ready now. */
    public void run(String name) {
        run(get(name), Instant.now());
    }

    /** It has succeeded at that time; a repeated call must name the same time. */
    public void complete(Job job, Instant at) {
        write(job, completed(at).build());
    }

    /** It has succeeded now, and started now if it had not. */
    public void complete(String name) {
        Job job = get(name);
        Instant now = Instant.now();
        write(job, completed(now).withStartTime(startOf(job, now)).build());
    }

    /** It has failed for good at that time. */
    public void fail(Job job, Instant at) {
        write(job, failed(at).build());
    }

    /** It has failed for good now, and started now if it had not. */
    public void fail(String name) {
        Job job = get(name);
        Instant now = Instant.now();
        write(job, failed(now).withStartTime(startOf(job, now)).build());
    }

    /** Adds a pod of that Job whose container ended with this code. */
    public void addPod(String job, String pod, int exitCode, String reason) {
        addPod(job, pod, exitCode, reason, null);
    }

    /** Adds a pod of that Job whose container ended with this code and left a termination message. */
    public void addPod(String job, String pod, int exitCode, String reason, @Nullable String message) {
        Pod created = client.pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(pod)
                        .addToLabels(
                                "batch.kubernetes.io/controller-uid",
                                get(job).getMetadata().getUid())
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName(CONTAINER)
                        .withImage(IMAGE)
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        String now = text(Instant.now());
        created.setStatus(new PodStatusBuilder()
                .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                .withStartTime(now)
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName(CONTAINER)
                        .withImage(IMAGE)
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(reason)
                        .withMessage(message)
                        .withStartedAt(now)
                        .withFinishedAt(now)
                        .endTerminated()
                        .endState()
                        .build())
                .build());
        client.pods().inNamespace(namespace).resource(created).updateStatus();
    }

    /** Deletes a pod at once. */
    public void deletePod(String name) {
        client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
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

    /** Deletes the Job of that name. */
    public void delete(String name) {
        jobs().withName(name).delete();
    }

    private NonNamespaceOperation<Job, JobList, ScalableResource<Job>> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace);
    }

    private static JobStatusBuilder completed(Instant at) {
        return new JobStatusBuilder()
                .withCompletionTime(text(at))
                .withActive(0)
                .withReady(0)
                .withSucceeded(1)
                .withConditions(
                        condition("SuccessCriteriaMet", "CompletionsReached", COMPLETED, at),
                        condition("Complete", "CompletionsReached", COMPLETED, at));
    }

    private static JobStatusBuilder failed(Instant at) {
        return new JobStatusBuilder()
                .withActive(0)
                .withReady(0)
                .withFailed(1)
                .withConditions(
                        condition("FailureTarget", "BackoffLimitExceeded", FAILED, at),
                        condition("Failed", "BackoffLimitExceeded", FAILED, at));
    }

    private static String startOf(Job job, Instant now) {
        return job.getStatus() == null || job.getStatus().getStartTime() == null
                ? text(now)
                : job.getStatus().getStartTime();
    }

    /** As a merge patch (RFC 7396), so that fields that are not named stay: one request, and harmless when it is sent again. */
    private void write(Job job, JobStatus status) {
        jobs().withName(job.getMetadata().getName())
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

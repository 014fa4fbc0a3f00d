package dev.taskping.operator.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Job controller and the kubelet: moves Jobs on by writing their status as those would. The Jobs are marked as
 * managed by somebody else, so that the real controller leaves them alone and its rate limit does not slow a test down.
 */
final class JobDriver {

    private final KubernetesClient client;
    private final String namespace;

    JobDriver(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** A Job that only this driver moves. */
    static JobBuilder job(String name, Map<String, String> labels) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withManagedBy("taskping.dev/job-driver")
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("example.com/none:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    Job create(Job job) {
        return client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
    }

    Job create(String name, Map<String, String> labels) {
        return create(job(name, labels).build());
    }

    void run(String name) {
        status(name, new JobStatusBuilder().withStartTime(now()).withActive(1).withReady(1));
    }

    void complete(String name) {
        Job job = get(name);
        String started = job.getStatus() == null || job.getStatus().getStartTime() == null
                ? now()
                : job.getStatus().getStartTime();
        status(
                name,
                new JobStatusBuilder()
                        .withStartTime(started)
                        .withCompletionTime(now())
                        .withSucceeded(1)
                        .withReady(0)
                        .withConditions(
                                condition(
                                        "SuccessCriteriaMet",
                                        "CompletionsReached",
                                        "Reached expected number of succeeded pods"),
                                condition(
                                        "Complete",
                                        "CompletionsReached",
                                        "Reached expected number of succeeded pods")));
    }

    void fail(String name) {
        String message = "Job has reached the specified backoff limit";
        status(
                name,
                new JobStatusBuilder()
                        .withStartTime(now())
                        .withFailed(1)
                        .withReady(0)
                        .withConditions(
                                condition("FailureTarget", "BackoffLimitExceeded", message),
                                condition("Failed", "BackoffLimitExceeded", message)));
    }

    /** A pod of that Job whose container ended with this code. */
    void addPod(String job, String pod, int exitCode, String reason) {
        addPod(job, pod, exitCode, reason, null);
    }

    /** A pod of that Job whose container ended with this code and left a termination message. */
    void addPod(String job, String pod, int exitCode, String reason, @Nullable String message) {
        Job owner = get(job);
        Pod created = client.pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(pod)
                        .addToLabels(
                                "batch.kubernetes.io/controller-uid",
                                owner.getMetadata().getUid())
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("main")
                        .withImage("example.com/none:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        created.setStatus(new PodStatusBuilder()
                .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                .withStartTime(now())
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("main")
                        .withImage("example.com/none:1")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(reason)
                        .withMessage(message)
                        .withStartedAt(now())
                        .withFinishedAt(now())
                        .endTerminated()
                        .endState()
                        .build())
                .build());
        client.pods().inNamespace(namespace).resource(created).updateStatus();
    }

    void deletePod(String name) {
        client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }

    void delete(String name) {
        client.batch().v1().jobs().inNamespace(namespace).withName(name).delete();
    }

    Job get(String name) {
        return client.batch().v1().jobs().inNamespace(namespace).withName(name).require();
    }

    /** Replaces the status whatever the operator writes meanwhile, such as a finalizer. */
    private void status(String name, JobStatusBuilder status) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\": \"add\", \"path\": \"/status\", \"value\": " + Serialization.asJson(status.build())
                                + "}]");
    }

    /** The Jobs that there are. */
    JobList list() {
        return client.batch().v1().jobs().inNamespace(namespace).list();
    }

    /** By a JSON merge patch, which goes through whatever a controller writes meanwhile. */
    void patch(String name, String change) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), change);
    }

    private static io.fabric8.kubernetes.api.model.batch.v1.JobCondition condition(
            String type, String reason, String message) {
        return new JobConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .withLastProbeTime(now())
                .withLastTransitionTime(now())
                .build();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

package dev.taskping.operator.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the kubelet for the pods of one namespace, which the real Job controller makes: writes their status, in the order
 * in which they appeared. Pods are never bound to a node, so a deletion takes effect at once.
 */
final class SimulatedKubelet {

    /** The Job controller waits 10 s before it tries again. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String IMAGE = "example.com/none:1";

    private final KubernetesClient client;
    private final String namespace;
    /** The pods that were run, first to last. */
    private final List<String> ran = new ArrayList<>();

    SimulatedKubelet(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The pods that were run, first to last. */
    List<String> ran() {
        return ran;
    }

    /** Waits for a pod that nobody runs, and runs it. */
    void run() {
        Pod pod = awaitPod(waiting -> !ran.contains(waiting.getMetadata().getName()));
        ran.add(pod.getMetadata().getName());
        write(
                pod,
                new PodStatusBuilder()
                        .withPhase("Running")
                        .withStartTime(now())
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withLastTransitionTime(now())
                        .endCondition()
                        .withContainerStatuses(
                                containers(pod).map(SimulatedKubelet::running).toList()));
    }

    /** Ends the first pod that runs; all its containers end with this code, side-cars as if cleared away. */
    void end(int exitCode) {
        end(awaitRunning(), exitCode, null);
    }

    /** Ends the pod of that completion index. */
    void endIndex(int index, int exitCode) {
        Pod pod = awaitPod(running -> isRunning(running)
                && String.valueOf(index)
                        .equals(running.getMetadata()
                                .getAnnotations()
                                .get("batch.kubernetes.io/job-completion-index")));
        end(pod, exitCode, null);
    }

    /** Takes the first pod that runs away, as the scheduler, the eviction API or a node do. */
    void disrupt(String reason) {
        end(awaitRunning(), 143, reason);
    }

    private void end(Pod pod, int exitCode, @Nullable String disruption) {
        PodStatusBuilder status = new PodStatusBuilder()
                .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                .withStartTime(pod.getStatus().getStartTime())
                .withContainerStatuses(containers(pod)
                        .map(name -> ended(name, exitCode, exitCode == 0 ? "Completed" : "Error"))
                        .toList())
                .withInitContainerStatuses(
                        sideCars(pod).map(name -> ended(name, 137, "Error")).toList());
        if (disruption != null) {
            status.addNewCondition()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .withReason(disruption)
                    .withMessage("taken away by the test")
                    .withLastTransitionTime(now())
                    .endCondition();
        }
        write(pod, status);
    }

    private Pod awaitRunning() {
        return awaitPod(SimulatedKubelet::isRunning);
    }

    private static boolean isRunning(Pod pod) {
        return "Running".equals(pod.getStatus().getPhase());
    }

    private Pod awaitPod(Predicate<Pod> wanted) {
        return await("a pod in " + namespace)
                .atMost(PATIENCE)
                .until(() -> pods().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** Those that are not being deleted, in the order in which they were run, the others after them. */
    private Stream<Pod> pods() {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparingInt(pod -> {
                    int place = ran.indexOf(pod.getMetadata().getName());
                    return place < 0 ? Integer.MAX_VALUE : place;
                }));
    }

    private void write(Pod pod, PodStatusBuilder status) {
        pod.setStatus(status.build());
        // The Job controller may write the pod's metadata at the same time.
        pod.getMetadata().setResourceVersion(null);
        client.pods().inNamespace(namespace).resource(pod).updateStatus();
    }

    private static Stream<String> containers(Pod pod) {
        return pod.getSpec().getContainers().stream().map(container -> container.getName());
    }

    private static Stream<String> sideCars(Pod pod) {
        return Stream.ofNullable(pod.getSpec().getInitContainers())
                .flatMap(List::stream)
                .map(container -> container.getName());
    }

    private static ContainerStatus running(String name) {
        return status(name)
                .withReady(true)
                .withNewState()
                .withNewRunning()
                .withStartedAt(now())
                .endRunning()
                .endState()
                .build();
    }

    private static ContainerStatus ended(String name, int exitCode, String reason) {
        return status(name)
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withStartedAt(now())
                .withFinishedAt(now())
                .endTerminated()
                .endState()
                .build();
    }

    private static ContainerStatusBuilder status(String name) {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage(IMAGE)
                .withImageID("")
                .withReady(false)
                .withRestartCount(0);
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

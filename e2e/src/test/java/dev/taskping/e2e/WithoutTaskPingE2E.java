package dev.taskping.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.WellKnownNames;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.testkit.installation.Installation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No workload waits or fails because TaskPing is away, whether for a while or for good. */
@ExtendWith(InstalledTaskPing.class)
class WithoutTaskPingE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    private final Installation taskping;
    private final Jobs jobs;

    WithoutTaskPingE2E(Installation taskping) {
        this.taskping = taskping;
        this.jobs = new Jobs(taskping.client(), taskping.namespace());
    }

    private <T extends HasMetadata> T apply(String yaml, Class<T> type) {
        return taskping.client()
                .resource(Serialization.unmarshal(yaml.formatted(taskping.namespace()), type))
                .serverSideApply();
    }

    private void watch(String name, String more) {
        apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: %1$s, namespace: %%s}
                spec:
                  selector: {matchLabels: {batch: %1$s}}
                  notify: [{channels: [{name: dashboard}]}]
                  %2$s
                """
                        .formatted(name, more),
                NotifiedTask.class);
    }

    /**
     * Scaled to zero with a webhook configuration left in place, as an interrupted removal leaves it. The chart has no webhook
     * of its own yet: this one is written as the agent's will be, and points at a service that is not there.
     */
    @Test
    void jobsRunWithoutTaskPingAndAreReportedOnceWhenItIsBack() {
        watch("alone", "");
        var webhook = taskping.client()
                .resource(Serialization.unmarshal(
                        """
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: MutatingWebhookConfiguration
                        metadata: {name: taskping-left-behind}
                        webhooks:
                          - name: agent.taskping.dev
                            failurePolicy: Ignore
                            timeoutSeconds: 1
                            sideEffects: None
                            admissionReviewVersions: [v1]
                            clientConfig: {service: {name: taskping-operator, namespace: taskping-system, path: /webhook/pods}}
                            rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: taskping-demo}}
                        """,
                        MutatingWebhookConfiguration.class));
        webhook.serverSideApply();
        try {
            taskping.scale("operator", 0);
            taskping.scale("relay", 0);

            for (int number = 0; number < 20; number++) {
                jobs.run("alone-" + number, Map.of("batch", "alone"), "exit " + (number % 5 == 4 ? 3 : 0));
            }
            jobs.awaitEnded("batch", "alone", 20);
            assertThat(taskping.client().raw("/metrics").lines())
                    .as("calls of the webhook that failed and let the pod pass")
                    .anyMatch(line -> line.startsWith("apiserver_admission_webhook_fail_open_count{")
                            && line.contains("agent.taskping.dev"));

            taskping.scale("relay", 1);
            taskping.scale("operator", 2);
            Map<String, JsonNode> told = new Deliveries(taskping.phone(), "alone-").awaitOnceEach(20, PATIENCE);
            assertThat(told.values())
                    .extracting(event -> event.at("/data/outcome/result").asText())
                    .containsOnly("Succeeded", "Failed");
        } finally {
            webhook.delete();
        }
    }

    /** Uninstalled while the relay cannot take what it holds Jobs for; then installed again, with all its records. */
    @Test
    void uninstallingReleasesRetainedJobs() throws Exception {
        taskping.upgrade("operator.retainJobs.enabled=true");
        watch("kept", "retainUntilNotified: true");
        jobs.run("kept-0", Map.of("batch", "kept"), "sleep 600");
        jobs.run("kept-1", Map.of("batch", "kept"), "sleep 600");
        Awaitility.await("both to be retained").atMost(PATIENCE).until(() -> retained() == 2);
        taskping.scale("relay", 0);
        job("kept-0").delete();
        assertThat(jobs.list("batch", "kept")).hasSize(2);

        taskping.uninstall();

        Awaitility.await("the deleted one to be gone")
                .atMost(PATIENCE)
                .until(() -> job("kept-0").get() == null);
        assertThat(retained()).isZero();
        assertThat(job("kept-1").get().getStatus().getActive()).isEqualTo(1);
        assertThat(taskping.client().rbac().clusterRoles().list().getItems())
                .noneMatch(role -> role.getMetadata().getName().contains("taskping"));

        job("kept-1")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"finalizers\":[\"" + WellKnownNames.RETAIN_FINALIZER + "\"]}}");
        releaseByHand();
        assertThat(retained()).isZero();
        job("kept-1").delete();

        taskping.upgrade();
        jobs.run("again-0", Map.of("batch", "kept"), "exit 0");
        new Deliveries(taskping.phone(), "again-").awaitOnceEach(1, PATIENCE);
    }

    private ScalableResource<Job> job(String name) {
        return taskping.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(taskping.namespace())
                .withName(name);
    }

    private long retained() {
        return jobs.list("batch", "kept").stream()
                .filter(job -> job.getMetadata().getFinalizers().contains(WellKnownNames.RETAIN_FINALIZER))
                .count();
    }

    /** The command as docs/operate/retain-jobs.md has it. */
    private void releaseByHand() throws IOException, InterruptedException {
        Path repository = taskping.cluster().repository();
        String command = SHELL_BLOCK
                .matcher(Files.readString(repository.resolve("docs/operate/retain-jobs.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        String kubectl = "kubectl() { hack/cluster/cluster kubectl --name '"
                + taskping.cluster().name() + "' \"$@\"; }\n";
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", kubectl + command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as("%s\n%s", command, output).isZero();
    }
}

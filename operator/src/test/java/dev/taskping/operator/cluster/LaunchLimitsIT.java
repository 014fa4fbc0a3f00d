package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits, outputs and retention of Launches. */
class LaunchLimitsIT extends LaunchRulesCase {

    @Test
    void maxActiveHoldsForConcurrentLaunches() {
        template("limits: {maxActive: 1}");
        List<LaunchCommand> commands =
                IntStream.range(0, 12).mapToObj(i -> command()).toList();

        commands.forEach(relay::send);
        await().atMost(PATIENCE).until(() -> commands.stream()
                .noneMatch(command -> results(command).isEmpty()));

        Job job = launched().getFirst();
        assertThat(launched()).hasSize(1);
        List<CommandResult> all =
                commands.stream().map(command -> results(command).getFirst()).toList();
        assertThat(all).filteredOn(result -> result.status() == Status.LAUNCHED).hasSize(1);
        assertThat(all)
                .filteredOn(result -> result.status() == Status.REJECTED)
                .hasSize(11)
                .allSatisfy(result -> assertThat(result.message())
                        .isEqualTo("evaluate already runs as Job "
                                + job.getMetadata().getName() + "; limit maxActive 1; wait for it, or stop it"));

        jobs.complete(job.getMetadata().getName());
        await().atMost(PATIENCE).until(() -> commands.stream()
                .anyMatch(command -> resource(command).getStatus().phase() == Phase.SUCCEEDED));
        launch(command());
        assertThat(launched()).hasSize(2);
    }

    @Test
    void cooldownDelaysTheNextLaunch() {
        template("limits: {cooldown: 5m}");
        CommandResult first = launch(command());

        CommandResult second = reject(command());

        assertThat(second.reason()).isEqualTo("CoolingDown");
        assertThat(second.message())
                .startsWith("evaluate was launched a moment ago by Mia as Job " + first.job())
                .contains("limit cooldown 5m; again from ");
        assertThat(launched()).hasSize(1);
    }

    @Test
    void gpuHoursAreChargedByDeadlineAndCorrectedByUse() {
        template("limits: {gpuHoursPerDay: 5}");
        LaunchCommand command = command();
        String job = launch(command).job();
        assertThat(resource(command).getStatus().gpuHours()).isEqualTo(4.0);
        assertThat(reject(command()).reason()).isEqualTo("TooManyGpuHours");

        jobs.run(job);
        jobs.complete(job);
        await().atMost(PATIENCE).until(() -> resource(command).getStatus().phase() == Phase.SUCCEEDED);

        assertThat(resource(command).getStatus().gpuHours()).isLessThan(0.1);
        launch(command());
    }

    @Test
    void templateWithGpuHoursLimitAndNoDeadlineIsNotReady() {
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: LaunchTemplate
                metadata: {name: endless}
                spec:
                  limits: {gpuHoursPerDay: 5}
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers:
                            - {name: main, image: 'example.com/none:1', resources: {limits: {nvidia.com/gpu: 1}}}
                """);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(LaunchTemplate.class, "endless"))
                .startsWith("False InvalidLimits")
                .contains("activeDeadlineSeconds"));
    }

    @Test
    void taskOutputsBecomeParameters() {
        template("confirm: false");
        Job task = jobs.create("train", Map.of());
        jobs.addPod("train", "train-abc", 0, "Completed", "checkpoint=step-900\nloss=0.25\nbad=$(TOKEN)");

        String job = launch(command(
                        Map.of("checkpoint", "$(task.outputs.checkpoint)"),
                        task.getMetadata().getUid(),
                        null))
                .job();
        assertThat(jobs.get(job)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getArgs())
                .containsExactly("step-900");

        for (String output : List.of("nothing", "bad")) {
            assertThat(reject(command(
                                    Map.of("checkpoint", "$(task.outputs." + output + ")"),
                                    task.getMetadata().getUid(),
                                    null))
                            .message())
                    .contains(output.equals("bad") ? "contains $(" : "task train has no output 'nothing'");
        }
    }

    @Test
    void launchWrittenByAPersonCountsAgainstTheLimits() {
        template("limits: {maxActive: 1}");
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: Launch
                metadata: {name: by-hand}
                spec:
                  templateRef: {name: evaluate}
                  requestedBy: {name: Noor, role: admin}
                """);
        await().atMost(PATIENCE)
                .until(() -> policyManifests.launch("by-hand").getStatus() != null
                        && policyManifests.launch("by-hand").getStatus().phase() == Phase.CREATED);

        assertThat(reject(command()).reason()).isEqualTo("TooManyActive");
    }

    @Test
    void oldLaunchesAreDeletedAndTheirJobsAreKept() {
        template("retain: 48h");
        LaunchCommand old = command();
        LaunchCommand young = command();
        String job = launch(old).job();
        String other = launch(young).job();
        jobs.complete(job);
        jobs.complete(other);
        await().atMost(PATIENCE)
                .until(() -> resource(old).getStatus().phase() == Phase.SUCCEEDED
                        && resource(young).getStatus().phase() == Phase.SUCCEEDED);
        int before = results(old).size();
        Instant longAgo = Instant.now().minus(Duration.ofHours(49));

        KUBERNETES
                .client()
                .resources(Launch.class)
                .inNamespace(namespace)
                .withName("cmd-" + old.commandId())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"endedAt\":\"" + longAgo + "\"}}");

        await().atMost(PATIENCE)
                .until(() -> KUBERNETES
                                .client()
                                .resources(Launch.class)
                                .inNamespace(namespace)
                                .withName("cmd-" + old.commandId())
                                .get()
                        == null);
        assertThat(results(old)).as("told once more").hasSizeGreaterThan(before);
        assertThat(resource(young)).isNotNull();
        await().atMost(PATIENCE)
                .until(() -> jobs.get(job).getMetadata().getOwnerReferences().isEmpty());
        assertThat(jobs.get(other).getMetadata().getOwnerReferences()).hasSize(1);
    }
}

package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult.Status;
import dev.taskping.protocol.tunnel.TunnelFrame.Confirmation;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Confirmations, limits and expiry of Launches, on a real API server. */
class LaunchRulesIT {

    @Order(1)
    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    @Order(2)
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator(KUBERNETES);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Requester MIA = new Requester("Mia", Role.LAUNCHER, "telegram:4711", null);
    private static final Requester NOOR = new Requester("Noor", Role.ADMIN, "telegram:4712", null);

    private final SimulatedRelay relay = OPERATOR.relay();
    private String namespace = "";
    private JobDriver jobs;
    private PolicyManifests policyManifests;

    @BeforeEach
    void prepare() {
        namespace = KUBERNETES.createNamespace("rules");
        jobs = new JobDriver(KUBERNETES.client(), namespace);
        policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
    }

    private void template(String rules) {
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: LaunchTemplate
                metadata: {name: evaluate}
                spec:
                  parameters:
                    - {name: checkpoint, type: string, pattern: '[a-z0-9-]{1,40}', default: best}
                  %s
                  jobTemplate:
                    spec:
                      managedBy: taskping.dev/job-driver
                      activeDeadlineSeconds: 7200
                      template:
                        spec:
                          restartPolicy: Never
                          containers:
                            - name: main
                              image: example.com/none:1
                              args: ['$(params.checkpoint)']
                              resources: {limits: {nvidia.com/gpu: 2}}
                """
                        .formatted(rules));
    }

    private LaunchCommand command(Map<String, String> parameters, @Nullable String taskUid, @Nullable Long ttl) {
        return new LaunchCommand(
                UUID.randomUUID().toString(),
                namespace,
                "evaluate",
                null,
                parameters,
                MIA,
                new Cause(taskUid, "train", new ChannelKey(namespace, "hook")),
                null,
                ttl);
    }

    private LaunchCommand command() {
        return command(Map.of(), null, null);
    }

    private static LaunchCommand answered(LaunchCommand command, boolean approved, Requester by) {
        return new LaunchCommand(
                command.commandId(),
                command.namespace(),
                command.template(),
                null,
                command.parameters(),
                command.requestedBy(),
                command.cause(),
                new Confirmation(approved, by),
                command.ttlSeconds());
    }

    private List<CommandResult> results(LaunchCommand command) {
        return relay.results().stream()
                .filter(result -> result.commandId().equals(command.commandId()))
                .toList();
    }

    private CommandResult result(LaunchCommand command, Status status) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(results(command))
                .extracting(CommandResult::status)
                .contains(status));
        return results(command).stream()
                .filter(result -> result.status() == status)
                .findFirst()
                .orElseThrow();
    }

    private CommandResult ask(LaunchCommand command) {
        relay.send(command);
        return result(command, Status.AWAITING_CONFIRMATION);
    }

    private CommandResult launch(LaunchCommand command) {
        relay.send(command);
        return result(command, Status.LAUNCHED);
    }

    private CommandResult reject(LaunchCommand command) {
        relay.send(command);
        return result(command, Status.REJECTED);
    }

    private Launch resource(LaunchCommand command) {
        return policyManifests.launch("cmd-" + command.commandId());
    }

    private List<Job> launched() {
        return jobs.list().getItems();
    }

    @Test
    void jobIsCreatedOnlyAfterTheConfirmation() {
        template("confirm: true");
        LaunchCommand command = command(Map.of("checkpoint", "step-900"), null, 600L);

        assertThat(ask(command).message())
                .isEqualTo("evaluate with checkpoint=step-900 would use 2 GPUs for at most 2 h; confirm or decline");
        assertThat(launched()).isEmpty();
        assertThat(resource(command).getStatus().phase()).isEqualTo(Phase.AWAITING_CONFIRMATION);

        relay.send(answered(command, true, MIA));
        relay.send(answered(command, false, MIA));
        relay.send(answered(command, true, MIA));
        await().atMost(PATIENCE).until(() -> results(command).stream()
                .anyMatch(result -> result.status() == Status.LAUNCHED || result.status() == Status.REJECTED));

        var status = resource(command).getStatus();
        assertThat(status.confirmation()).isNotNull();
        assertThat(status.confirmation().by().name()).isEqualTo("Mia");
        assertThat(launched()).hasSize(status.confirmation().approved() ? 1 : 0);
        assertThat(results(command).stream().map(CommandResult::status).distinct())
                .as("one answer, whichever came first")
                .hasSize(2);
    }

    @Test
    void declinedLaunchIsRejected() {
        template("confirm: true");
        LaunchCommand command = command();
        ask(command);

        relay.send(answered(command, false, MIA));

        assertThat(result(command, Status.REJECTED).reason()).isEqualTo("Declined");
        assertThat(launched()).isEmpty();
    }

    @Test
    void confirmationByAnotherPersonIsRefusedAndRecorded() {
        template("confirm: true");
        LaunchCommand command = command();
        ask(command);

        relay.send(answered(command, true, NOOR));
        await().atMost(PATIENCE).until(() -> results(command).stream()
                .anyMatch(result -> "ConfirmedByAnother".equals(result.reason())));

        assertThat(launched()).isEmpty();
        assertThat(resource(command).getStatus().confirmation()).isNull();
        assertThat(KUBERNETES
                        .client()
                        .v1()
                        .events()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .filteredOn(event -> "ConfirmedByAnother".equals(event.getReason()))
                .singleElement()
                .extracting(Event::getMessage)
                .asString()
                .contains("Only Mia", "Noor cannot");

        relay.send(answered(command, true, MIA));
        result(command, Status.LAUNCHED);
    }

    @Test
    void unconfirmedLaunchExpires() {
        template("confirm: true");
        LaunchCommand command = command(Map.of(), null, 5L);
        ask(command);

        assertThat(result(command, Status.EXPIRED).reason()).isEqualTo("NotConfirmed");
        relay.send(answered(command, true, MIA));

        await().atMost(PATIENCE).until(() -> results(command).size() == 3);
        assertThat(results(command).getLast().status()).isEqualTo(Status.EXPIRED);
        assertThat(resource(command).getStatus().phase()).isEqualTo(Phase.EXPIRED);
        assertThat(launched()).isEmpty();
    }

    @Test
    void changedTemplateInvalidatesTheConfirmation() {
        template("confirm: true");
        LaunchCommand command = command();
        ask(command);
        KUBERNETES
                .client()
                .resources(LaunchTemplate.class)
                .inNamespace(namespace)
                .withName("evaluate")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"description\":\"something else\"}}");

        relay.send(answered(command, true, MIA));

        assertThat(result(command, Status.REJECTED).reason()).isEqualTo("TemplateChanged");
        assertThat(launched()).isEmpty();
    }

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

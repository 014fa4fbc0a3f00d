package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.crds.launch.Launch;
import dev.taskping.crds.launch.LaunchStatus.Phase;
import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.crds.notifiedtask.NotifiedTask;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.Role;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.tunnel.TunnelFrame.Cause;
import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.protocol.tunnel.TunnelFrame.Requester;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a command to exactly one Job, and what the resources say of themselves. */
class LaunchIT extends SharedOperatorCase {

    private static final String EVALUATE =
            """
            apiVersion: taskping.dev/v1alpha1
            kind: LaunchTemplate
            metadata: {name: evaluate}
            spec:
              parameters:
                - {name: lr, type: number, default: 0.0003, maximum: 0.1}
                - {name: copies, type: integer, default: 1, minimum: 1, maximum: 4}
                - {name: checkpoint, type: string, pattern: '[a-z0-9-]{1,40}', default: best}
              jobTemplate:
                spec:
                  managedBy: taskping.dev/job-driver
                  parallelism: $(params.copies)
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                        - name: main
                          image: example.com/none:1
                          args: ['--lr=$(params.lr)', '--checkpoint', '$(params.checkpoint)']
            """;

    private LaunchCommand command(String template, Role role, Map<String, String> parameters) {
        return new LaunchCommand(
                UUID.randomUUID().toString(),
                namespace,
                template,
                null,
                parameters,
                new Requester("Mia", role, "telegram:4711", null),
                new Cause("some-uid", "train", new ChannelKey(namespace, "hook")),
                null,
                null);
    }

    private CommandResult result(LaunchCommand command) {
        await().atMost(PATIENCE).until(() -> !results(command).isEmpty());
        return results(command).getFirst();
    }

    /** Sends a command that is decided already and waits until it is answered once more. */
    private void sendAgain(LaunchCommand command) {
        int before = results(command).size();
        relay.send(command);
        await().atMost(PATIENCE).until(() -> results(command).size() > before);
    }

    private List<Job> launched() {
        return jobs.list();
    }

    @Test
    void repeatedCommandCreatesOneJob() {
        policyManifests.apply(EVALUATE);
        LaunchCommand command =
                command("evaluate", Role.LAUNCHER, Map.of("lr", "1e-3", "copies", "2", "checkpoint", "step-900"));

        relay.send(command);
        relay.send(command);
        CommandResult result = result(command);
        sendAgain(command);
        relay.cutTunnel();
        await().atMost(PATIENCE).until(relay::isTunnelOpen);
        sendAgain(command);

        assertThat(results(command)).containsOnly(result);
        assertThat(result.status()).isEqualTo(CommandResult.Status.LAUNCHED);
        assertThat(launched()).singleElement().satisfies(job -> {
            assertThat(job.getMetadata().getName()).isEqualTo(result.job()).startsWith("evaluate-");
            assertThat(job.getMetadata().getLabels())
                    .containsEntry("taskping.dev/launch", "cmd-" + command.commandId())
                    .containsEntry("taskping.dev/notify", "hook");
            assertThat(job.getSpec().getParallelism()).isEqualTo(2);
            assertThat(job.getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getArgs())
                    .containsExactly("--lr=0.001", "--checkpoint", "step-900");
            assertThat(job.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("Launch"));
        });
        assertThat(KUBERNETES
                        .client()
                        .resources(Launch.class)
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void launchFollowsItsJob() {
        policyManifests.apply(EVALUATE);
        LaunchCommand command = command("evaluate", Role.LAUNCHER, Map.of());
        relay.send(command);
        String job = result(command).job();
        String launch = "cmd-" + command.commandId();
        assertThat(policyManifests.launch(launch).getStatus().phase()).isEqualTo(Phase.CREATED);

        jobs.run(job);
        await().atMost(PATIENCE)
                .until(() -> policyManifests.launch(launch).getStatus().phase() == Phase.RUNNING);
        jobs.complete(job);
        await().atMost(PATIENCE)
                .until(() -> policyManifests.launch(launch).getStatus().phase() == Phase.SUCCEEDED);

        await().atMost(PATIENCE).until(() -> relay.finished(namespace, job).isPresent());
        assertThat(relay.finished(namespace, job).orElseThrow().data().outcome().result())
                .isEqualTo(Result.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    evaluate | VIEWER   | lr=0.01            | RoleNotAllowed    | Mia is viewer
                    missing  | LAUNCHER | lr=0.01            | TemplateNotFound  | you may launch evaluate
                    evaluate | LAUNCHER | lr=0.2             | InvalidParameters | more than the maximum 0.1
                    evaluate | LAUNCHER | lr=NaN             | InvalidParameters | is not a number
                    evaluate | LAUNCHER | copies=1.5         | InvalidParameters | is not a whole number
                    evaluate | LAUNCHER | image=evil         | InvalidParameters | no parameter of this template
                    evaluate | LAUNCHER | checkpoint=a;rm -r | InvalidParameters | does not match
                    evaluate | LAUNCHER | checkpoint=$(HOME) | InvalidParameters | environment variable
                    """)
    void forbiddenCommandIsRejectedWithAReason(
            String template, Role role, String parameter, String reason, String message) {
        policyManifests.apply(EVALUATE);
        String[] parts = parameter.split("=", 2);
        LaunchCommand command = command(template, role, Map.of(parts[0], parts[1]));

        relay.send(command);

        assertThat(result(command)).satisfies(result -> {
            assertThat(result.status()).isEqualTo(CommandResult.Status.REJECTED);
            assertThat(result.reason()).isEqualTo(reason);
            assertThat(result.message()).contains(message);
        });
        assertThat(launched()).isEmpty();
    }

    @Test
    void commandForAnUnknownNamespaceIsRejected() {
        LaunchCommand command = new LaunchCommand(
                UUID.randomUUID().toString(),
                "no-such-namespace",
                "evaluate",
                null,
                Map.of(),
                new Requester("Mia", Role.LAUNCHER, "telegram:4711", null),
                new Cause(null, null, null),
                null,
                null);

        relay.send(command);

        assertThat(result(command).status()).isEqualTo(CommandResult.Status.REJECTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {name: n, type: integer, default: 1}             | parallelism: $(params.n)  | True Rehearsed
                    {name: n, type: integer, minimum: 2, maximum: 3} | parallelism: $(params.n)  | True Rehearsed
                    {name: n, type: string, pattern: 'x{9}y{9}'}     | suspend: true             | True NotRehearsed
                    {name: n, type: integer, default: 9, maximum: 3} | parallelism: $(params.n)  | False InvalidParameters
                    {name: n, type: integer, default: 1}             | parallelism: $(params.m)  | False UnknownParameter
                    {name: n, type: integer, default: -1}            | parallelism: $(params.n)  | False JobRefused
                    {name: n, type: integer, default: 1}             | paralelism: $(params.n)   | False JobRefused
                    {name: n, type: string, default: a, pattern: a}  | parallelism: $(params.n)  | False JobRefused
                    """)
    void templateShowsWhetherItCanBeLaunched(String parameter, String field, String ready) {
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: LaunchTemplate
                metadata: {name: one}
                spec:
                  parameters: [%s]
                  jobTemplate:
                    spec:
                      %s
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: main, image: 'example.com/none:1'}]
                """
                        .formatted(parameter, field));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(LaunchTemplate.class, "one"))
                .startsWith(ready));
        assertThat(launched()).isEmpty();
    }

    @Test
    @Attack(
            by = Attacker.TEMPLATE_AUTHOR,
            tries = "pods that Pod Security refuses in the namespace",
            gets = "the template is not Ready (`PodsRefused`), and a Launch of it says so")
    void templateAndLaunchSayThatPodSecurityRefusesThePods() {
        KUBERNETES.client().namespaces().withName(namespace).edit(found -> {
            found.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            return found;
        });
        Pod plain = new PodBuilder()
                .withNewMetadata()
                .withName("plain")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("example.com/none:1")
                .endContainer()
                .endSpec()
                .build();
        await("Pod Security in the namespace").atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> KUBERNETES
                        .client()
                        .pods()
                        .inNamespace(namespace)
                        .resource(plain)
                        .dryRun()
                        .create())
                .hasMessageContaining("violates PodSecurity"));
        policyManifests.apply(EVALUATE.replace("      managedBy: taskping.dev/job-driver\n", ""));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(LaunchTemplate.class, "evaluate"))
                .startsWith("False PodsRefused")
                .contains("violates PodSecurity"));

        LaunchCommand command = command("evaluate", Role.LAUNCHER, Map.of());
        relay.send(command);
        String job = result(command).job();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        policyManifests.launch("cmd-" + command.commandId()).getStatus())
                .satisfies(status -> {
                    assertThat(status.phase()).isEqualTo(Phase.CREATED);
                    assertThat(status.reason()).isEqualTo("PodsRefused");
                    assertThat(status.message()).contains(job, "violates PodSecurity");
                }));
    }

    @Test
    void notifiedTaskNamesWhatIsMissingUntilItExists() {
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: NotifiedTask
                metadata: {name: team}
                spec:
                  selector: {matchLabels: {team: ml}}
                  notify: [{channels: [{name: hook}]}]
                  next: [{template: evaluate}]
                """);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(NotifiedTask.class, "team"))
                .startsWith("False ChannelNotFound")
                .contains("'hook'"));

        policyManifests.webhookChannel("hook");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(NotifiedTask.class, "team"))
                .startsWith("False TemplateNotFound")
                .contains("'evaluate'"));

        policyManifests.apply(EVALUATE);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(policyManifests.ready(NotifiedTask.class, "team"))
                .startsWith("True Watching"));
    }

    @Test
    void channelIsRegisteredWithItsSecretAndRemovedWhenDeleted() {
        String path = "/v1/channels/" + namespace + "/hook";
        policyManifests.apply(
                """
                apiVersion: taskping.dev/v1alpha1
                kind: NotificationChannel
                metadata: {name: hook}
                spec:
                  type: webhook
                  secretRef: {name: hook}
                  webhook: {url: 'https://example.com/hook'}
                """);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(policyManifests.ready(NotificationChannel.class, "hook"))
                        .startsWith("False SecretNotUsable")
                        .contains("signingSecret"));

        policyManifests.apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: hook, annotations: {taskping.dev/channels: webhook@example.com}}
                stringData: {signingSecret: whsec_first}
                """);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(policyManifests.ready(NotificationChannel.class, "hook"))
                        .startsWith("True Verified"));
        assertThat(relay.channels().get(path).settings()).satisfies(settings -> {
            assertThat(settings.type()).isEqualTo("webhook");
            assertThat(settings.fields().path("signingSecret").asText()).isEqualTo("whsec_first");
        });

        KUBERNETES
                .client()
                .resources(NotificationChannel.class)
                .inNamespace(namespace)
                .withName("hook")
                .delete();
        await().atMost(PATIENCE).until(() -> relay.forgotten().contains(path));
    }

    @Test
    void channelShowsPairingCodesUntilTheyAreUsed() {
        Instant expires = Instant.now().plus(15, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        relay.answerChannels(new ChannelState(
                false,
                "AwaitingPairing",
                "Nobody has paired yet",
                List.of(new ChannelState.Pairing(
                        "Mia", Role.LAUNCHER, false, "7K3M9QX2TB", "https://t.me/bot?start=7K3M9QX2TB", expires))));
        try {
            policyManifests.apply(
                    """
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: bot, annotations: {taskping.dev/channels: telegram}}
                    stringData: {botToken: '123456:AAH-only-a-test'}
                    ---
                    apiVersion: taskping.dev/v1alpha1
                    kind: NotificationChannel
                    metadata: {name: bot}
                    spec:
                      type: telegram
                      secretRef: {name: bot}
                      people: [{name: Mia, role: launcher}]
                    """);
            await().atMost(PATIENCE).ignoreException(NullPointerException.class).untilAsserted(() -> assertThat(
                            KUBERNETES
                                    .client()
                                    .resources(NotificationChannel.class)
                                    .inNamespace(namespace)
                                    .withName("bot")
                                    .get()
                                    .getStatus()
                                    .pairing())
                    .singleElement()
                    .satisfies(offer -> {
                        assertThat(offer.person()).isEqualTo("Mia");
                        assertThat(offer.code()).isEqualTo("7K3M9QX2TB");
                    }));

            relay.answerChannels(new ChannelState(
                    true,
                    "Verified",
                    "Paired",
                    List.of(new ChannelState.Pairing("Mia", Role.LAUNCHER, true, null, null, null))));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(policyManifests.ready(NotificationChannel.class, "bot"))
                            .startsWith("True Verified"));
            assertThat(OPERATOR.log()).doesNotContain("AAH-only-a-test");
        } finally {
            relay.answerChannels(new ChannelState(true, "Verified", "The provider took our credentials", List.of()));
        }
    }
}

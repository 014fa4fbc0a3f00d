package dev.taskping.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.crds.channel.NotificationChannel;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.protocol.channel.Role;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator that must not show pairing codes. */
@ExtendWith(RunningOperator.None.class)
class HiddenPairingCodesIT {

    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    @Attack(
            by = Attacker.CHANNEL_READER,
            tries = "to pair with a code from the channel's status",
            gets = "no code is there, nor in the operator's log, with `operator.showPairingCodes=false`")
    void whoeverReadsTheChannelGetsNoCode() {
        String namespace = KUBERNETES.createNamespace("hidden-codes");
        PolicyManifests policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
        try (SimulatedRelay relay = SimulatedRelay.start();
                RestartingOperator operator = RestartingOperator.start(
                        KUBERNETES.kubeconfig(),
                        relay.uri(),
                        KUBERNETES.createNamespace("operator"),
                        Map.of("TASKPING_CHANNELS_SHOW_PAIRING_CODES", "false"))) {
            relay.answerChannels(new ChannelState(
                    false,
                    "AwaitingPairing",
                    "Nobody has paired yet",
                    List.of(new ChannelState.Pairing(
                            "Mia",
                            Role.LAUNCHER,
                            false,
                            "7K3M9QX2TB",
                            "https://t.me/bot?start=7K3M9QX2TB",
                            Instant.now().plus(15, ChronoUnit.MINUTES)))));
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

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(policyManifests.ready(NotificationChannel.class, "bot"))
                            .startsWith("False AwaitingPairing"));

            String channel = KUBERNETES
                    .client()
                    .getKubernetesSerialization()
                    .asJson(KUBERNETES
                            .client()
                            .resources(NotificationChannel.class)
                            .inNamespace(namespace)
                            .withName("bot")
                            .get());
            assertThat(channel).doesNotContain("7K3M9QX2TB");
            assertThat(operator.log()).doesNotContain("7K3M9QX2TB");
        }
    }
}

package dev.taskping.operator.cluster;

import static org.awaitility.Awaitility.await;

import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension: an operator that leads, and the relay that it tells, for all tests of a class. Registered after the
 * control plane, by {@code @Order}.
 */
final class RunningOperator implements BeforeAllCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final KubernetesControlPlane kubernetes;
    private @Nullable SimulatedRelay relay;
    private @Nullable RestartingOperator operator;

    RunningOperator(KubernetesControlPlane kubernetes) {
        this.kubernetes = kubernetes;
    }

    SimulatedRelay relay() {
        return Objects.requireNonNull(relay, "the operator is started before a class's first test");
    }

    /** What the operator has written so far. */
    String log() {
        return Objects.requireNonNull(operator, "the operator is started before a class's first test")
                .log();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        SimulatedRelay receiver = SimulatedRelay.start();
        relay = receiver;
        operator = RestartingOperator.start(
                kubernetes.kubeconfig(), receiver.uri(), kubernetes.createNamespace("operator"));
        await().atMost(PATIENCE).until(receiver::isTunnelOpen);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (operator != null) {
            operator.close();
        }
        if (relay != null) {
            relay.close();
        }
    }
}

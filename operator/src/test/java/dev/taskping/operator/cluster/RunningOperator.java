package dev.taskping.operator.cluster;

import static org.awaitility.Awaitility.await;

import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension: an operator that leads, and the relay that it tells. All test classes share them until one comes that
 * starts operators of its own, which says so by {@link None}. Registered after the control plane, by {@code @Order}.
 */
final class RunningOperator implements BeforeAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final KubernetesControlPlane kubernetes;
    private @Nullable Shared shared;

    RunningOperator(KubernetesControlPlane kubernetes) {
        this.kubernetes = kubernetes;
    }

    SimulatedRelay relay() {
        return shared().relay();
    }

    /** What the operator has written so far, also during other test classes. */
    String log() {
        return shared().operator().log();
    }

    /** Where the operator serves its health and metrics. */
    int port() {
        return shared().operator().port().orElseThrow();
    }

    private Shared shared() {
        return Objects.requireNonNull(shared, "the operator is started before a class's first test");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = store(context).get(Shared.class, Shared.class);
        if (shared == null) {
            shared = Shared.start(kubernetes);
            store(context).put(Shared.class, shared);
        }
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(RunningOperator.class));
    }

    /** JUnit extension: the shared operator ends, because it would do the work of the operators of this test class. */
    static final class None implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            Shared running = store(context).remove(Shared.class, Shared.class);
            if (running != null) {
                running.close();
            }
        }
    }

    private record Shared(SimulatedRelay relay, RestartingOperator operator) implements AutoCloseable {

        static Shared start(KubernetesControlPlane kubernetes) {
            SimulatedRelay relay = SimulatedRelay.start();
            Shared started = new Shared(
                    relay,
                    RestartingOperator.start(
                            kubernetes.kubeconfig(), relay.uri(), kubernetes.createNamespace("operator")));
            try {
                await().atMost(PATIENCE).until(relay::isTunnelOpen);
            } catch (ConditionTimeoutException e) {
                started.close();
                throw e;
            }
            return started;
        }

        @Override
        public void close() {
            operator.close();
            relay.close();
        }
    }
}

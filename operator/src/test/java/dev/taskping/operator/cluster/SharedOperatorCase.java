package dev.taskping.operator.cluster;

import dev.taskping.protocol.tunnel.TunnelFrame.CommandResult;
import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.testkit.cluster.JobDriver;
import dev.taskping.testkit.cluster.KubernetesControlPlane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test with a real API server and the operator that test classes share. Each test has a namespace of its own. */
abstract class SharedOperatorCase {

    @Order(1)
    @RegisterExtension
    static final KubernetesControlPlane KUBERNETES = new KubernetesControlPlane();

    @Order(2)
    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator(KUBERNETES);

    static final Duration PATIENCE = Duration.ofSeconds(40);

    final SimulatedRelay relay = OPERATOR.relay();
    String namespace = "";
    JobDriver jobs;
    PolicyManifests policyManifests;

    @BeforeEach
    void createNamespace() {
        namespace = KUBERNETES.createNamespace("test");
        jobs = new JobDriver(KUBERNETES.client(), namespace);
        policyManifests = new PolicyManifests(KUBERNETES.client(), namespace);
    }

    /** What the operator has answered to a command so far, oldest first. */
    List<CommandResult> results(String commandId) {
        return relay.results().stream()
                .filter(result -> result.commandId().equals(commandId))
                .toList();
    }

    List<CommandResult> results(LaunchCommand command) {
        return results(command.commandId());
    }
}

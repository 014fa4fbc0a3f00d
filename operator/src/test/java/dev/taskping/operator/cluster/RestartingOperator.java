package dev.taskping.operator.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An operator that is started again when it has lost its Lease, as the kubelet would: on a machine that stands still for
 * some seconds that is nobody's fault. One that ends for any other reason stays away, and its test fails.
 */
final class RestartingOperator implements AutoCloseable {

    private final Supplier<OperatorProcess> starter;
    private final List<OperatorProcess> processes = new CopyOnWriteArrayList<>();
    private boolean stopped;

    private RestartingOperator(Supplier<OperatorProcess> starter) {
        this.starter = starter;
    }

    /** As {@link OperatorProcess#start(Path, URI, String)}. */
    static RestartingOperator start(Path kubeconfig, URI relay, String leaseNamespace) {
        return start(kubeconfig, relay, leaseNamespace, Map.of());
    }

    /** As {@link OperatorProcess#start(Path, URI, String, Map)}. */
    static RestartingOperator start(Path kubeconfig, URI relay, String leaseNamespace, Map<String, String> more) {
        RestartingOperator operator =
                new RestartingOperator(() -> OperatorProcess.start(kubeconfig, relay, leaseNamespace, more));
        operator.startAnother();
        return operator;
    }

    private void startAnother() {
        OperatorProcess process = starter.get();
        processes.add(process);
        process.onEnd(this::ended);
    }

    private synchronized void ended() {
        if (!stopped && processes.getLast().log().contains("Lost the Lease")) {
            startAnother();
        }
    }

    /** Ends it for good, as {@code kill -9}. */
    void kill() {
        stop().kill();
    }

    /** Ends it for good, as Kubernetes stops a pod. Returns whether it ended by itself within that time. */
    boolean terminate(long seconds) throws InterruptedException {
        return stop().terminate(seconds);
    }

    private synchronized OperatorProcess stop() {
        stopped = true;
        return processes.getLast();
    }

    /** As {@link OperatorProcess#port()}, of the process that runs now. */
    Optional<Integer> port() {
        return processes.getLast().port();
    }

    /** What it has written so far, also before it lost its Lease. */
    String log() {
        return processes.stream().map(OperatorProcess::log).collect(Collectors.joining());
    }

    @Override
    public void close() {
        kill();
    }
}

package dev.taskping.operator.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as it is shipped, in a process of its own, so that it can be killed. */
final class OperatorProcess implements AutoCloseable {

    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it; it leads some seconds later.
     *
     * @param leaseNamespace where its Lease is
     */
    static OperatorProcess start(Path kubeconfig, URI relay, String leaseNamespace) {
        if (!Files.exists(PROGRAM)) {
            throw new IllegalStateException(
                    PROGRAM.toAbsolutePath() + " does not exist; run these tests by 'mvnw verify -pl operator'");
        }
        try {
            Path log = Files.createTempFile(Path.of("target"), "operator-", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx192m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            PROGRAM.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "KUBECONFIG",
                            kubeconfig.toString(),
                            "KUBERNETES_NAMESPACE",
                            leaseNamespace,
                            "QUARKUS_HTTP_PORT",
                            "0",
                            "QUARKUS_LOG_CATEGORY__DEV_TASKPING__LEVEL",
                            "DEBUG",
                            "TASKPING_RELAY_URL",
                            relay.toString(),
                            "TASKPING_CLUSTER_ID",
                            RelayReceiver.CLUSTER,
                            "TASKPING_CLUSTER_KEY",
                            RelayReceiver.KEY));
            return new OperatorProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + PROGRAM, e);
        }
    }

    /** As {@code kill -9}. */
    void kill() {
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As Kubernetes stops a pod. Returns whether it ended by itself within that time. */
    boolean terminate(long seconds) throws InterruptedException {
        process.destroy();
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    /** What it has written so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path logFile() {
        return log;
    }

    @Override
    public void close() {
        kill();
    }
}

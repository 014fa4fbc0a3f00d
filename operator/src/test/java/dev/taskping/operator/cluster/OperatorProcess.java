package dev.taskping.operator.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The operator as it is shipped, in a process of its own, so that it can be killed. */
final class OperatorProcess implements AutoCloseable {

    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Pattern LISTENING = Pattern.compile("Management interface listening on http://[^:]+:(\\d+)");

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
        return start(kubeconfig, relay, leaseNamespace, Map.of());
    }

    /** As {@link #start(Path, URI, String)}, with more in its environment. */
    static OperatorProcess start(Path kubeconfig, URI relay, String leaseNamespace, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_LOG_CATEGORY__IO_FABRIC8_KUBERNETES_CLIENT_INFORMERS__LEVEL",
                "DEBUG",
                "KUBERNETES_NAMESPACE",
                leaseNamespace,
                "QUARKUS_MANAGEMENT_PORT",
                "0",
                "QUARKUS_LOG_CATEGORY__DEV_TASKPING__LEVEL",
                "DEBUG",
                "TASKPING_RELAY_URL",
                relay.toString(),
                "TASKPING_CLUSTER_ID",
                SimulatedRelay.CLUSTER,
                "TASKPING_CLUSTER_KEY",
                SimulatedRelay.KEY));
        environment.put("TASKPING_RELAY_UNDELIVERED_INTERVAL", "1s");
        environment.put("TASKPING_RELAY_CHANNEL_INTERVAL", "1s");
        environment.put("TASKPING_LAUNCHES_COLLECTION_INTERVAL", "1s");
        environment.putAll(more);
        return launch(kubeconfig, environment);
    }

    /** Starts the program with one of its commands, which ends by itself. */
    static OperatorProcess command(Path kubeconfig, String command) {
        return launch(kubeconfig, Map.of(), command);
    }

    private static OperatorProcess launch(Path kubeconfig, Map<String, String> environment, String... arguments) {
        if (!Files.exists(PROGRAM)) {
            throw new IllegalStateException(
                    PROGRAM.toAbsolutePath() + " does not exist; run these tests by 'mvnw verify -pl operator'");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                PROGRAM.toString()));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(Path.of("target"), "operator-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().putAll(environment);
            return new OperatorProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + PROGRAM, e);
        }
    }

    /** Waits until it has ended by itself and returns its exit code. */
    int exitCode(Duration patience) {
        try {
            if (process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(PROGRAM + " has not ended within " + patience + "\n" + log());
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

    /** Does something when it has ended, however it did. */
    void onEnd(Runnable action) {
        process.onExit().thenRun(action);
    }

    /** Where it serves its health and metrics, once it does. */
    Optional<Integer> port() {
        return LISTENING.matcher(log()).results().findFirst().map(found -> Integer.valueOf(found.group(1)));
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

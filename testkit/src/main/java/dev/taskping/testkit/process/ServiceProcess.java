package dev.taskping.testkit.process;

import dev.taskping.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operator or the relay as a process of its own, as this build packaged it. It can be killed, stopped as Kubernetes
 * stops a pod, and started again with the same settings. It ends with this JVM.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration TERMINATION = Duration.ofSeconds(30); // Kubernetes' default grace period
    private static final int POLL_MILLIS = 100;

    /**
     * What to start and how.
     *
     * @param name what it is called in messages
     * @param module the module's folder in the repository, packaged
     * @param options of the virtual machine
     * @param environment settings
     * @param ready answers 200 when the service is ready
     * @param log where its output goes; a restart appends
     */
    public record Settings(
            String name, String module, List<String> options, Map<String, String> environment, URI ready, Path log) {}

    private final Settings settings;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread atExit = new Thread(this::destroy);
    private @Nullable Process process;
    private Duration spent = Duration.ZERO;

    private ServiceProcess(Settings settings) {
        this.settings = settings;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** One that is not started yet. */
    public static ServiceProcess of(Settings settings) {
        return new ServiceProcess(settings);
    }

    /** Starts it without waiting; nothing to do if it runs. */
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        Path program = Repository.root().resolve(settings.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(program)) {
            throw new IllegalStateException(program + " does not exist; package it with 'make build'");
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(settings.options());
        command.addAll(List.of("-jar", program.toString()));
        try {
            Files.createDirectories(settings.log().toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
            builder.environment().putAll(settings.environment());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(settings.name() + " could not be started", e);
        }
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws IllegalStateException with the end of its log, if it ends before or takes more than a minute
     */
    public void awaitReady() {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until) && isAlive()) {
            if (isReady()) {
                return;
            }
            pause();
        }
        throw new IllegalStateException(
                settings.name() + " did not become ready; the end of " + settings.log() + ":\n" + lastLines());
    }

    /** Whether it says that it is ready. */
    public boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(settings.ready())
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + settings.name(), e);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + settings.name(), e);
        }
    }

    /** As {@code kill -9}; it has ended when this returns. */
    public void kill() {
        end(false);
    }

    /** As Kubernetes stops a pod: asked to end, and killed if it has not ended after 30 s. */
    public void terminate() {
        end(true);
    }

    private synchronized void end(boolean gracefully) {
        Process running = process;
        if (running == null || !running.isAlive()) {
            return;
        }
        spent = processorTime();
        try {
            if (gracefully) {
                running.destroy();
                running.waitFor(TERMINATION.toSeconds(), TimeUnit.SECONDS);
            }
            running.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Where it says that it is ready; its metrics are at the same port. */
    public URI ready() {
        return settings.ready();
    }

    /** Its name in messages. */
    public String name() {
        return settings.name();
    }

    /** Where its output is. */
    public Path log() {
        return settings.log();
    }

    /** The process's number. */
    public long pid() {
        return running().pid();
    }

    /** Resident memory in MiB, as the kernel accounts it (VmRSS). */
    public long residentMebibytes() {
        return statusField("VmRSS:") / 1024;
    }

    /** The most resident memory so far in MiB (VmHWM). */
    public long peakMebibytes() {
        return statusField("VmHWM:") / 1024;
    }

    /** Processor time so far, that of processes before restarts included. */
    public synchronized Duration processorTime() {
        return isAlive() ? spent.plus(running().info().totalCpuDuration().orElse(Duration.ZERO)) : spent;
    }

    private long statusField(String field) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("The memory of " + settings.name() + " cannot be read", e);
        }
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(settings.name() + " was never started");
        }
        return running;
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(settings.log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    private void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public void close() {
        terminate();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            destroy();
        }
    }
}

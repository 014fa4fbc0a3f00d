package dev.taskping.bench;

import java.io.File;
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

/** The operator or the relay as a process of its own, as packaged by this build. */
final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final String name;

    private Service(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param module the module's folder, packaged
     * @param options of the virtual machine
     * @param environment settings
     * @param ready answers 200 when the service is ready
     */
    static Service start(Path module, List<String> options, Map<String, String> environment, URI ready) {
        String name = module.getFileName().toString();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of(
                "-jar", module.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        File log = Path.of("bench/target", name + ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.toPath().getParent());
            Service service = new Service(name, builder.start());
            service.awaitReady(ready, log);
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started", e);
        }
    }

    private void awaitReady(URI ready, File log) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until) && process.isAlive()) {
            try {
                if (http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
                process.waitFor(200, TimeUnit.MILLISECONDS);
            } catch (IOException notYet) {
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
        throw new IllegalStateException(name + " did not become ready; its log:\n" + Files.readString(log.toPath()));
    }

    private void pause() {
        try {
            process.waitFor(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Resident memory in MiB, as the kernel accounts it (VmRSS). */
    long residentMebibytes() {
        return statusField("VmRSS:") / 1024;
    }

    /** The most resident memory so far in MiB (VmHWM). */
    long peakMebibytes() {
        return statusField("VmHWM:") / 1024;
    }

    /** Processor time so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private long statusField(String field) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("The memory of " + name + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

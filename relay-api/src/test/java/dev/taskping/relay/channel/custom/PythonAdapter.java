package dev.taskping.relay.channel.custom;

import dev.taskping.testkit.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The sample in {@code samples/adapter-python}, as a process. */
final class PythonAdapter implements AutoCloseable {

    private static final String LISTENS = "listening on port ";

    private final Process process;
    private final URI url;

    private PythonAdapter(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts it on a free port.
     *
     * @param timeoutSeconds how long it waits for ntfy
     * @throws IllegalStateException if this machine has no Python
     */
    static PythonAdapter start(String signingSecret, int timeoutSeconds) {
        ProcessBuilder program = new ProcessBuilder("python3", "adapter.py")
                .directory(Repository.root().resolve("samples/adapter-python").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        program.environment()
                .putAll(Map.of(
                        "SIGNING_SECRET", signingSecret,
                        "ADDRESS", "127.0.0.1",
                        "PORT", "0",
                        "PYTHONDONTWRITEBYTECODE", "1",
                        "TIMEOUT_SECONDS", Integer.toString(timeoutSeconds)));
        Process process = started(program);
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = output.readLine();
            if (line == null || !line.startsWith(LISTENS)) {
                throw new IllegalStateException("samples/adapter-python does not start; its last word was: " + line);
            }
            return new PythonAdapter(process, URI.create("http://127.0.0.1:" + line.substring(LISTENS.length())));
        } catch (IOException | IllegalStateException e) {
            process.destroyForcibly();
            throw e instanceof IllegalStateException known ? known : new IllegalStateException(e);
        }
    }

    private static Process started(ProcessBuilder program) {
        try {
            return program.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No python3 on the PATH; the sample of an adapter needs Python 3.9 or newer (apt-get install python3)",
                    e);
        }
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The Python process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

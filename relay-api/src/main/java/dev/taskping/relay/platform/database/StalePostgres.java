package dev.taskping.relay.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * What a relay that was killed leaves in its data directory: a lock file, and, unless the kill took the whole container,
 * a server that still runs.
 */
final class StalePostgres {

    private static final Logger LOG = Logger.getLogger(StalePostgres.class);

    private final Path dataDirectory;

    StalePostgres(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /**
     * Stops the server if it runs, and removes the lock file if it does not: after a container's restart its number may
     * belong to another process, and PostgreSQL would wait for that one.
     */
    void stop() throws IOException {
        Path lockFile = dataDirectory.resolve("postmaster.pid");
        Optional<ProcessHandle> server = readPid(lockFile).flatMap(ProcessHandle::of);
        if (server.isPresent() && isServer(server.get())) {
            LOG.infof(
                    "Stopping the PostgreSQL (process %d) that an earlier relay left",
                    server.get().pid());
            end(server.get());
        }
        Files.deleteIfExists(lockFile);
    }

    private static Optional<Long> readPid(Path lockFile) throws IOException {
        try {
            List<String> lines = Files.readAllLines(lockFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(lines.getFirst().strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isServer(ProcessHandle process) {
        return process.info()
                        .command()
                        .filter(command -> command.endsWith("/postgres"))
                        .isPresent()
                && process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(dataDirectory.toString()))
                        .isPresent();
    }

    private static void end(ProcessHandle server) throws IOException {
        server.destroy(); // SIGTERM lets it finish what is being written; its clients are gone already
        try {
            server.onExit().get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            server.destroyForcibly();
            server.onExit().join();
        } catch (ExecutionException e) {
            throw new IOException(
                    "The PostgreSQL left by an earlier relay (process " + server.pid() + ") does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for process " + server.pid(), e);
        }
    }
}

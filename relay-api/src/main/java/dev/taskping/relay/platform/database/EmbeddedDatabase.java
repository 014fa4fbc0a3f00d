package dev.taskping.relay.platform.database;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * A real PostgreSQL server, unpacked and run by this process for as long as it lives. Its data stays in a directory, so
 * it survives restarts, also ones that were not asked for. It listens on the loopback interface only.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);
    private static final Duration STARTUP = Duration.ofMinutes(1); // crash recovery may have much to replay
    private static final Duration PREDECESSOR =
            Duration.ofSeconds(90); // a pod may take 30 s to end, and is not always let go at once

    private final EmbeddedPostgres server;
    private final DirectoryLock lock;

    private EmbeddedDatabase(EmbeddedPostgres server, DirectoryLock lock) {
        this.server = server;
        this.lock = lock;
    }

    /** Whether writes reach the disk before they count. */
    public enum Durability {
        /** As a database should be. */
        SAFE,
        /** Fast, for tests whose data nobody misses. */
        NONE
    }

    /**
     * Starts the server, as soon as no other relay uses the directory.
     *
     * @param dataDirectory the server's data is kept in its folder {@code postgresql}
     * @param unpackDirectory where the server's programs are unpacked, once
     * @throws UncheckedIOException naming the directory, if the server cannot be started there
     */
    public static EmbeddedDatabase start(Path dataDirectory, Path unpackDirectory, Durability durability) {
        Path data = dataDirectory.toAbsolutePath().normalize().resolve("postgresql");
        try {
            Files.createDirectories(data);
            DirectoryLock lock = DirectoryLock.acquire(dataDirectory, PREDECESSOR);
            try {
                return new EmbeddedDatabase(server(data, unpackDirectory, durability), lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | IllegalStateException e) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL cannot be started with its data in " + data
                            + ": give the relay a directory it may write to (TASKPING_DATA_DIRECTORY), or a server of"
                            + " your own (TASKPING_DATABASE_URL).",
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static EmbeddedPostgres server(Path data, Path unpackDirectory, Durability durability) throws IOException {
        String durable = durability == Durability.SAFE ? "on" : "off";
        Files.createDirectories(unpackDirectory);
        // PostgreSQL refuses data that a group may write to, which is what a Kubernetes fsGroup makes of a volume.
        Files.setPosixFilePermissions(data, fromString("rwx------"));
        new StalePostgres(data).stop();
        System.setProperty("ot.epg.working-dir", unpackDirectory.toString());
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(unpackDirectory.toFile())
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''")
                .setServerConfig("fsync", durable)
                .setServerConfig("full_page_writes", durable)
                .setServerConfig("synchronous_commit", durable)
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "64MB")
                .start();
    }

    /** Where to connect: user {@code postgres}, no password, reachable from this host alone. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    @Override
    public void close() {
        try {
            server.close();
            lock.close();
        } catch (IOException e) {
            LOG.warn("The embedded PostgreSQL did not stop cleanly; it will recover at the next start", e);
        }
    }
}

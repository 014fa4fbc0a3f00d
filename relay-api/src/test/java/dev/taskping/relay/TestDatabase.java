package dev.taskping.relay;

import dev.taskping.relay.platform.database.EmbeddedDatabase;
import dev.taskping.relay.platform.database.EmbeddedDatabase.Durability;
import dev.taskping.testkit.process.Directories;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives every {@code @QuarkusTest} a fresh PostgreSQL and a data directory, both gone afterwards, a cluster and an admin
 * token. Found by service loading, so tests need not name it.
 */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {

    private Path directory;
    private EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("taskping-relay-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path unpack = Path.of(System.getProperty("java.io.tmpdir"), "taskping-postgresql");
        database = EmbeddedDatabase.start(directory, unpack, Durability.NONE);
        return Map.of(
                "taskping.database.url",
                database.jdbcUrl(),
                "taskping.data-directory",
                directory.toString(),
                "taskping.bootstrap.cluster-id",
                TestCluster.ID,
                "taskping.bootstrap.cluster-key",
                TestCluster.KEY,
                "taskping.bootstrap.admin-token",
                TestCluster.ADMIN_TOKEN,
                "taskping.outbox.send-timeout",
                "2s",
                "taskping.outbox.lease",
                "1s");
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
            Directories.delete(directory);
        }
    }
}

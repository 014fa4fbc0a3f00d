package dev.taskping.relay.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The clusters. */
@ApplicationScoped
public class ClusterStore {

    private final Jdbi jdbi;
    private final ClusterKeyStore keys;
    private final Clock clock;

    ClusterStore(Jdbi jdbi, ClusterKeyStore keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A cluster of a workspace.
     *
     * @param id what its operator calls itself
     * @param lastSeen when it opened a tunnel last
     */
    public record KnownCluster(String id, @Nullable Instant lastSeen) {}

    /** Makes the cluster of the relay's configuration known, with its key; see {@link ClusterKeyStore#configure}. */
    public void put(String workspace, String id, String key) {
        jdbi.useTransaction(handle -> {
            add(handle, workspace, id);
            if (exists(handle, workspace, id)) {
                keys.configure(handle, workspace, id, key);
            }
        });
    }

    /** Makes a cluster known; false if it is already, in this workspace or another. Ids are the relay's, because requests name only them. */
    public boolean add(Handle handle, String workspace, String id) {
        return handle.createUpdate(
                                "INSERT INTO cluster (id, workspace) VALUES (:id, :workspace) ON CONFLICT (id) DO NOTHING")
                        .bind("id", id)
                        .bind("workspace", workspace)
                        .execute()
                > 0;
    }

    /** The workspace's clusters by id. */
    public List<KnownCluster> list(Handle handle, String workspace) {
        return handle.createQuery("SELECT id, last_seen FROM cluster WHERE workspace = :workspace ORDER BY id")
                .bind("workspace", workspace)
                .map((row, context) -> {
                    Timestamp seen = row.getTimestamp("last_seen");
                    return new KnownCluster(row.getString("id"), seen == null ? null : seen.toInstant());
                })
                .list();
    }

    /** Whether the workspace has that cluster; locked until the transaction ends. */
    public boolean exists(Handle handle, String workspace, String id) {
        return handle.createQuery("SELECT 1 FROM cluster WHERE workspace = :workspace AND id = :id FOR UPDATE")
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Notes that the cluster was heard of just now. */
    public void seen(Caller.Cluster cluster) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE cluster SET last_seen = :now WHERE workspace = :workspace AND id = :id")
                .bind("now", clock.instant())
                .bind("workspace", cluster.workspace())
                .bind("id", cluster.id())
                .execute());
    }

    /** Whether the cluster was heard of after that instant. */
    public boolean wasSeenAfter(Handle handle, String workspace, String id, Instant instant) {
        return handle.createQuery("SELECT last_seen > :instant FROM cluster WHERE workspace = :workspace AND id = :id")
                .bind("instant", instant)
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }
}

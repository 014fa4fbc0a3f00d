package dev.taskping.relay.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The clusters and the keys their operators sign with. */
@ApplicationScoped
public class ClusterStore {

    private static final Duration CACHED_FOR = Duration.ofSeconds(10);

    /**
     * A cluster.
     *
     * @param workspace where it belongs
     * @param id what its operator calls itself
     * @param key the shared key's bytes
     */
    record SigningCluster(String workspace, String id, byte[] key) {}

    private record Cached(SigningCluster cluster, Instant until) {}

    private final Jdbi jdbi;
    private final Sealer sealer;
    private final Clock clock;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    ClusterStore(Jdbi jdbi, Sealer sealer, Clock clock) {
        this.jdbi = jdbi;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** The cluster of that id; as it was up to ten seconds ago. */
    Optional<SigningCluster> find(String id) {
        Instant now = clock.instant();
        Cached cached = cache.get(id);
        if (cached != null && now.isBefore(cached.until)) {
            return Optional.of(cached.cluster);
        }
        Optional<SigningCluster> found = load(id);
        found.ifPresentOrElse(
                cluster -> cache.put(id, new Cached(cluster, now.plus(CACHED_FOR))), () -> cache.remove(id));
        return found;
    }

    private Optional<SigningCluster> load(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT workspace, key_sealed FROM cluster WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> {
                    String workspace = row.getString("workspace");
                    return new SigningCluster(
                            workspace, id, sealer.open(row.getBytes("key_sealed"), place(workspace, id)));
                })
                .findOne());
    }

    /** Makes a cluster known, or gives a known one another key. */
    public void put(String workspace, String id, String key) {
        byte[] sealed = sealer.seal(key.getBytes(StandardCharsets.UTF_8), place(workspace, id));
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO cluster (id, workspace, key_sealed) VALUES (:id, :workspace, :key)
                        ON CONFLICT (id) DO UPDATE SET key_sealed = excluded.key_sealed
                        WHERE cluster.workspace = excluded.workspace
                        """)
                .bind("id", id)
                .bind("workspace", workspace)
                .bind("key", sealed)
                .execute());
        cache.remove(id);
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

    private static String place(String workspace, String id) {
        return workspace + "/cluster/" + id;
    }
}

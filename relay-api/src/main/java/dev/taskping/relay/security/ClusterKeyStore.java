package dev.taskping.relay.security;

import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The keys that clusters' operators sign with, sealed. Requests are verified with keys as they were up to ten seconds ago; a change wakes all
 * replicas, so that it takes effect sooner.
 */
@ApplicationScoped
public class ClusterKeyStore {

    private static final Duration CACHED_FOR = Duration.ofSeconds(10);

    private static final String SELECT =
            """
            SELECT id, workspace, cluster, key_sealed, hash, created_by, created_at, last_used, expires_at,
                configured_until IS NOT NULL AS configured
            FROM cluster_key
            """;

    /**
     * A key to verify with.
     *
     * @param id its id
     * @param workspace the cluster's workspace
     * @param cluster the cluster's id
     * @param secret the key's bytes
     * @param expiresAt until when it is valid
     */
    record SigningKey(UUID id, String workspace, String cluster, byte[] secret, @Nullable Instant expiresAt) {}

    private record Cached(List<SigningKey> keys, Instant until) {}

    private final Jdbi jdbi;
    private final Sealer sealer;
    private final DatabaseNotifications notifications;
    private final Clock clock;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> lastUses = new ConcurrentHashMap<>();

    ClusterKeyStore(Jdbi jdbi, Sealer sealer, DatabaseNotifications notifications, Clock clock) {
        this.jdbi = jdbi;
        this.sealer = sealer;
        this.notifications = notifications;
        this.clock = clock;
    }

    void start(@Observes @Priority(100) StartupEvent event) {
        notifications.subscribe(Topic.CREDENTIAL, cluster -> {
            if (cluster.isEmpty()) {
                cache.clear();
            } else {
                cache.remove(cluster);
            }
        });
    }

    /** The valid keys of the cluster of that id; none if there is no such cluster. */
    List<SigningKey> signing(String cluster) {
        Instant now = clock.instant();
        Cached cached = cache.get(cluster);
        if (cached == null || !now.isBefore(cached.until)) {
            cached = new Cached(load(cluster), now.plus(CACHED_FOR));
            if (cached.keys.isEmpty()) { // anybody may ask for any cluster
                cache.remove(cluster);
            } else {
                cache.put(cluster, cached);
            }
        }
        return cached.keys.stream()
                .filter(key -> key.expiresAt == null || now.isBefore(key.expiresAt))
                .toList();
    }

    /** Whether the key that the cluster signed with is still valid. */
    public boolean isValid(Caller.Cluster cluster) {
        return signing(cluster.id()).stream().anyMatch(key -> key.id.equals(cluster.key()));
    }

    private List<SigningKey> load(String cluster) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " WHERE cluster = :cluster AND "
                        + CredentialLifetime.IS_VALID + " ORDER BY created_at DESC, id")
                .bind("cluster", cluster)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> {
                    UUID id = row.getObject("id", UUID.class);
                    String workspace = row.getString("workspace");
                    return new SigningKey(
                            id,
                            workspace,
                            cluster,
                            sealer.open(row.getBytes("key_sealed"), place(workspace, cluster, id)),
                            instant(row.getTimestamp("expires_at")));
                })
                .list());
    }

    /** Notes that a request was signed with the key. */
    void used(SigningKey key) {
        Instant now = DatabaseAccess.now(clock);
        Instant before = lastUses.get(key.id);
        if (before == null || before.isBefore(now.minus(CredentialLifetime.USE_NOTED_EVERY))) {
            lastUses.put(key.id, now);
            jdbi.useHandle(handle -> handle.createUpdate("UPDATE cluster_key SET last_used = :now WHERE id = :id")
                    .bind("now", now)
                    .bind("id", key.id)
                    .execute());
        }
    }

    /**
     * Makes the key of the relay's configuration known, and valid for a quarter of an hour more. One that was made through the API, or
     * revoked, stays as it is.
     */
    void configure(Handle handle, String workspace, String cluster, String key) {
        UUID id = UUID.randomUUID();
        insert(handle, workspace, cluster, id, key, "configuration", CredentialLifetime.CONFIGURED_UNTIL);
        DatabaseNotifications.publish(handle, Topic.CREDENTIAL, cluster);
        cache.remove(cluster);
    }

    /** A new key for a cluster. */
    public ClusterKey.Issued create(Handle handle, String workspace, String cluster, String createdBy) {
        UUID id = UUID.randomUUID();
        String text = CredentialText.random();
        insert(handle, workspace, cluster, id, text, createdBy, "NULL");
        DatabaseNotifications.publish(handle, Topic.CREDENTIAL, cluster);
        return new ClusterKey.Issued(find(handle, workspace, cluster, id).orElseThrow(), text);
    }

    private void insert(
            Handle handle, String workspace, String cluster, UUID id, String key, String createdBy, String configured) {
        handle.createUpdate(
                        """
                        INSERT INTO cluster_key AS k (id, workspace, cluster, key_sealed, hash, created_by, created_at,
                            configured_until)
                        VALUES (:id, :workspace, :cluster, :sealed, :hash, :createdBy, :now, %s)
                        ON CONFLICT (cluster, hash) DO UPDATE SET configured_until = excluded.configured_until
                        WHERE k.configured_until IS NOT NULL
                        """
                                .formatted(configured))
                .bind("id", id)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("sealed", sealer.seal(key.getBytes(StandardCharsets.UTF_8), place(workspace, cluster, id)))
                .bind("hash", CredentialText.hash(key))
                .bind("createdBy", createdBy)
                .bind("now", DatabaseAccess.now(clock))
                .execute();
    }

    /** The valid keys of the workspace's clusters, oldest first. */
    public List<ClusterKey> list(Handle handle, String workspace) {
        return handle.createQuery(SELECT + " WHERE workspace = :workspace AND " + CredentialLifetime.IS_VALID
                        + " ORDER BY created_at, id")
                .bind("workspace", workspace)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> key(row))
                .list();
    }

    /** The valid key of that id, locked until the transaction ends. */
    public Optional<ClusterKey> find(Handle handle, String workspace, String cluster, UUID id) {
        return handle.createQuery(SELECT + " WHERE workspace = :workspace AND cluster = :cluster AND id = :id AND "
                        + CredentialLifetime.IS_VALID + " FOR UPDATE")
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("id", id)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> key(row))
                .findOne();
    }

    /** Ends the cluster's keys at that time, unless they end before; not the one that is to replace them. */
    public void expireOthers(Handle handle, String workspace, String cluster, UUID replacement, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE cluster_key SET expires_at = least(expires_at, :at)
                        WHERE workspace = :workspace AND cluster = :cluster AND id <> :replacement
                        """)
                .bind("at", at)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("replacement", replacement)
                .execute();
        DatabaseNotifications.publish(handle, Topic.CREDENTIAL, cluster);
    }

    /** Ends a key now and for good, whatever the configuration says. */
    public void revoke(Handle handle, String workspace, String cluster, UUID id) {
        handle.createUpdate(
                        "UPDATE cluster_key SET revoked_at = :now WHERE workspace = :workspace AND cluster = :cluster AND id = :id")
                .bind("now", DatabaseAccess.now(clock))
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bind("id", id)
                .execute();
        DatabaseNotifications.publish(handle, Topic.CREDENTIAL, cluster);
    }

    private static ClusterKey key(ResultSet row) throws SQLException {
        return new ClusterKey(
                row.getObject("id", UUID.class),
                row.getString("cluster"),
                CredentialText.fingerprint(row.getBytes("hash")),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("last_used")),
                instant(row.getTimestamp("expires_at")),
                row.getBoolean("configured"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static String place(String workspace, String cluster, UUID id) {
        return workspace + "/cluster/" + cluster + "/key/" + id;
    }
}

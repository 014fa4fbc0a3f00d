package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds channels, registered or not, by name or id, without opening their secrets. All methods run in the caller's transaction.
 */
@ApplicationScoped
public class ChannelLookup {

    private final ChannelStore store;
    private final ProviderRegistry providers;

    ChannelLookup(ChannelStore store, ProviderRegistry providers) {
        this.store = store;
        this.providers = providers;
    }

    /**
     * A channel, registered or not.
     *
     * @param id ours
     * @param key its name
     * @param type its kind; absent while it is not registered
     * @param message its state, in a sentence
     * @param template the template of its messages; absent for the default wording
     * @param edits whether messages to it can be edited
     */
    public record Entry(
            UUID id,
            ChannelKey key,
            @Nullable ChannelType type,
            String message,
            @Nullable String template,
            boolean edits) {

        /** Whether messages can be delivered to it. */
        public boolean isRegistered() {
            return type != null;
        }
    }

    /**
     * The channels of these names.
     *
     * @param cluster whose channels; one that is not registered gets a row, so that messages to it can wait. Absent for
     *     sessions, which may use any registered channel of their workspace: of several with the same name the oldest.
     */
    public Map<ChannelKey, Entry> resolve(
            Handle handle, String workspace, @Nullable String cluster, Collection<ChannelKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<ChannelKey> wanted = List.copyOf(keys);
        Map<ChannelKey, Entry> found = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT c.id, c.namespace, c.name, c.type, c.settings_sealed IS NOT NULL AS registered, c.message,
                            c.template, c.edits
                        FROM channel c JOIN unnest(:namespaces, :names) AS wanted (namespace, name)
                            ON c.namespace = wanted.namespace AND c.name = wanted.name
                        WHERE c.workspace = :workspace AND (:cluster::text IS NULL OR c.cluster = :cluster)
                        ORDER BY c.created_at, c.id
                        """)
                .bindArray(
                        "namespaces",
                        String.class,
                        wanted.stream().map(ChannelKey::namespace).toList())
                .bindArray(
                        "names",
                        String.class,
                        wanted.stream().map(ChannelKey::name).toList())
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .map((row, context) -> entry(row))
                .forEach(entry -> found.putIfAbsent(entry.key(), entry));
        if (cluster != null) {
            for (ChannelKey key : wanted) {
                found.computeIfAbsent(key, none -> placeholder(store.idOf(handle, workspace, cluster, key), key));
            }
        }
        return found;
    }

    /** The names of these channels, registered or not. */
    public Map<UUID, ChannelKey> keys(Handle handle, String workspace, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery(
                        """
                        SELECT id, namespace, name FROM channel
                        WHERE workspace = :workspace AND id = ANY(:ids::uuid[])
                        """)
                .bind("workspace", workspace)
                .bindArray("ids", String.class, ids.stream().map(UUID::toString).toList())
                .map((row, context) -> Map.entry(
                        row.getObject("id", UUID.class),
                        new ChannelKey(row.getString("namespace"), row.getString("name"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Registered channels of a workspace with that name in any namespace, or in one: {@code name} or {@code namespace/name}. */
    public List<ChannelKey> named(Handle handle, String workspace, String name) {
        int slash = name.indexOf('/');
        return handle.createQuery(
                        """
                        SELECT DISTINCT namespace, name FROM channel
                        WHERE workspace = :workspace AND name = :name AND settings_sealed IS NOT NULL
                          AND (:namespace::text IS NULL OR namespace = :namespace)
                        ORDER BY namespace
                        """)
                .bind("workspace", workspace)
                .bind("name", name.substring(slash + 1))
                .bind("namespace", slash < 0 ? null : name.substring(0, slash))
                .map((row, context) -> new ChannelKey(row.getString("namespace"), row.getString("name")))
                .list();
    }

    /** Those of these channels that exist, by id. */
    public Map<UUID, Entry> byId(Handle handle, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery(
                        """
                        SELECT id, namespace, name, type, settings_sealed IS NOT NULL AS registered, message, template, edits
                        FROM channel WHERE id = ANY(:ids::uuid[])
                        """)
                .bindArray("ids", String.class, ids.stream().map(UUID::toString).toList())
                .map((row, context) -> entry(row))
                .stream()
                .collect(Collectors.toMap(Entry::id, Function.identity()));
    }

    /** The channels of that name, whichever cluster registered them. */
    public List<UUID> idsOf(Handle handle, String workspace, ChannelKey key) {
        return handle.createQuery(
                        """
                        SELECT id FROM channel WHERE workspace = :workspace AND namespace = :namespace AND name = :name
                        """)
                .bind("workspace", workspace)
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .mapTo(UUID.class)
                .list();
    }

    /** The channels of a cluster, also those that are not registered. */
    public List<UUID> idsOfCluster(Handle handle, String workspace, String cluster) {
        return handle.createQuery("SELECT id FROM channel WHERE workspace = :workspace AND cluster = :cluster")
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .mapTo(UUID.class)
                .list();
    }

    private Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                new ChannelKey(row.getString("namespace"), row.getString("name")),
                row.getBoolean("registered") ? providers.type(row.getString("type")) : null,
                row.getString("message"),
                row.getString("template"),
                row.getBoolean("edits"));
    }

    private static Entry placeholder(UUID id, ChannelKey key) {
        return new Entry(id, key, null, ChannelStore.NOT_REGISTERED, null, false);
    }
}

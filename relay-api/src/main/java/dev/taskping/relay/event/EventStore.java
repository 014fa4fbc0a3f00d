package dev.taskping.relay.event;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Every event that was accepted. All methods run in the caller's transaction. */
@ApplicationScoped
public class EventStore {

    private final Clock clock;

    EventStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * What an event is found by. Its id is its sender's word: the same id means another event if it comes from another cluster, or is of
     * another task.
     *
     * @param workspace where
     * @param cluster the cluster it came from; empty for a session's, which runs outside of clusters
     * @param taskUid the task, its subject
     * @param id the event's id
     */
    public record Key(String workspace, String cluster, String taskUid, String id) implements Comparable<Key> {

        private static final Pattern CLUSTER = Pattern.compile("/clusters/([^/]+)/.*");
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::id)
                .thenComparing(Key::cluster)
                .thenComparing(Key::taskUid)
                .thenComparing(Key::workspace);

        /** The key of an event whose source was validated. */
        public static Key of(String workspace, TaskEvent event) {
            Matcher source = CLUSTER.matcher(event.source().toString());
            return new Key(workspace, source.matches() ? source.group(1) : "", event.subject(), event.id());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * An event as it was recorded.
     *
     * @param event the event, without its log
     * @param receivedAt when the relay had it
     */
    public record Recorded(TaskEvent event, Instant receivedAt) {}

    /**
     * Records events that are not recorded yet.
     *
     * @param events in the order of their keys, so that two batches with the same events cannot deadlock
     * @return the keys of those that are new
     */
    public Set<Key> insert(Handle handle, String workspace, List<TaskEvent> events) {
        return handle
                .createQuery(
                        """
                        INSERT INTO event (workspace, id, cluster, task_uid, type, occurred_at, received_at, body)
                        SELECT :workspace, id, cluster, task_uid, type, occurred_at::timestamptz, :now, body::jsonb
                        FROM unnest(:ids, :clusters, :tasks, :types, :times, :bodies)
                            AS new (id, cluster, task_uid, type, occurred_at, body)
                        ON CONFLICT (workspace, id, cluster, task_uid) DO NOTHING
                        RETURNING id, cluster, task_uid
                        """)
                .bind("workspace", workspace)
                .bind("now", DatabaseAccess.now(clock))
                .bindArray(
                        "ids", String.class, events.stream().map(TaskEvent::id).toList())
                .bindArray(
                        "clusters",
                        String.class,
                        events.stream().map(e -> Key.of(workspace, e).cluster()).toList())
                .bindArray(
                        "tasks",
                        String.class,
                        events.stream().map(TaskEvent::subject).toList())
                .bindArray(
                        "types",
                        String.class,
                        events.stream().map(e -> e.type().cloudEventType()).toList())
                .bindArray(
                        "times",
                        String.class,
                        events.stream().map(e -> e.time().toString()).toList())
                .bindArray(
                        "bodies",
                        String.class,
                        events.stream().map(e -> Json.write(withoutLog(e))).toList())
                .map((row, context) ->
                        new Key(workspace, row.getString("cluster"), row.getString("task_uid"), row.getString("id")))
                .stream()
                .collect(Collectors.toSet());
    }

    /**
     * Those of the ids that are not recorded, in their natural order.
     *
     * @param cluster whose events they are; empty for sessions
     */
    public List<String> missing(Handle handle, String workspace, String cluster, Collection<String> ids) {
        Set<String> missing = new TreeSet<>(ids);
        handle.createQuery(
                        "SELECT id FROM event WHERE workspace = :workspace AND id = ANY(:ids) AND cluster = :cluster")
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .bindArray("ids", String.class, List.copyOf(missing))
                .mapTo(String.class)
                .forEach(missing::remove);
        return List.copyOf(missing);
    }

    /** Those of these events that are recorded, without their logs. */
    public Map<Key, TaskEvent> find(Handle handle, Collection<Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<Key, TaskEvent> found = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT e.workspace, e.id, e.cluster, e.task_uid, e.body FROM event e
                        JOIN unnest(:workspaces, :ids, :clusters, :tasks) AS wanted (workspace, id, cluster, task_uid)
                            ON e.workspace = wanted.workspace AND e.id = wanted.id AND e.cluster = wanted.cluster
                            AND e.task_uid = wanted.task_uid
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        keys.stream().map(Key::workspace).toList())
                .bindArray("ids", String.class, keys.stream().map(Key::id).toList())
                .bindArray(
                        "clusters",
                        String.class,
                        keys.stream().map(Key::cluster).toList())
                .bindArray(
                        "tasks", String.class, keys.stream().map(Key::taskUid).toList())
                .map((row, context) -> Map.entry(
                        new Key(
                                row.getString("workspace"),
                                row.getString("cluster"),
                                row.getString("task_uid"),
                                row.getString("id")),
                        Json.read(row.getString("body"), TaskEvent.class)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** The first events of a task, in the order in which the relay had them. */
    public List<Recorded> ofTask(Handle handle, String workspace, String taskUid, int limit) {
        return handle.createQuery(
                        """
                        SELECT body, received_at FROM event WHERE workspace = :workspace AND task_uid = :task
                        ORDER BY received_at, occurred_at LIMIT :limit
                        """)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .bind("limit", limit)
                .map((row, context) -> new Recorded(
                        Json.read(row.getString("body"), TaskEvent.class),
                        row.getTimestamp("received_at").toInstant()))
                .list();
    }

    private static TaskEvent withoutLog(TaskEvent event) {
        return event.data().log() == null ? event : event.withData(event.data().withLog(null));
    }
}

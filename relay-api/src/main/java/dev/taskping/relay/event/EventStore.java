package dev.taskping.relay.event;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Every event ever accepted. All methods run in the caller's transaction. */
@ApplicationScoped
public class EventStore {

    private final Clock clock;

    EventStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * Records events that are not recorded yet.
     *
     * @param events in the order of their ids, so that two batches with the same events cannot deadlock
     * @return the ids of those that are new
     */
    public Set<String> insert(Handle handle, String workspace, List<TaskEvent> events) {
        return handle
                .createQuery(
                        """
                        INSERT INTO event (workspace, id, task_uid, type, occurred_at, received_at, body)
                        SELECT :workspace, id, task_uid, type, occurred_at::timestamptz, :now, body::jsonb
                        FROM unnest(:ids, :tasks, :types, :times, :bodies) AS new (id, task_uid, type, occurred_at, body)
                        ON CONFLICT (workspace, id) DO NOTHING
                        RETURNING id
                        """)
                .bind("workspace", workspace)
                .bind("now", DatabaseAccess.now(clock))
                .bindArray(
                        "ids", String.class, events.stream().map(TaskEvent::id).toList())
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
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toSet());
    }

    /** Those of the ids that are not recorded, in their natural order. */
    public List<String> missing(Handle handle, String workspace, Collection<String> ids) {
        Set<String> missing = new TreeSet<>(ids);
        handle.createQuery("SELECT id FROM event WHERE workspace = :workspace AND id = ANY(:ids)")
                .bind("workspace", workspace)
                .bindArray("ids", String.class, List.copyOf(missing))
                .mapTo(String.class)
                .forEach(missing::remove);
        return List.copyOf(missing);
    }

    private static TaskEvent withoutLog(TaskEvent event) {
        return event.data().log() == null ? event : event.withData(event.data().withLog(null));
    }
}

package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.task.TaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Loads events with the tail of the log, which is stored once, with the task, and belongs to the event of the task's end. */
@ApplicationScoped
public class EventLoader {

    private final EventStore events;
    private final TaskStore tasks;

    EventLoader(EventStore events, TaskStore tasks) {
        this.events = events;
        this.tasks = tasks;
    }

    /** Those of these events that are recorded, in the caller's transaction. */
    public Map<EventStore.Key, TaskEvent> withLogs(Handle handle, Collection<EventStore.Key> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<EventStore.Key, TaskEvent> found = new HashMap<>(events.find(handle, keys));
        List<TaskStore.Key> ended = found.entrySet().stream()
                .filter(entry -> entry.getValue().type() == TaskEventType.FINISHED)
                .map(entry -> task(entry.getKey(), entry.getValue()))
                .toList();
        Map<TaskStore.Key, LogExcerpt> logs = tasks.logs(handle, ended);
        found.replaceAll((key, event) -> withLog(event, logs.get(task(key, event))));
        return found;
    }

    private static TaskEvent withLog(TaskEvent event, @Nullable LogExcerpt log) {
        return log == null || event.type() != TaskEventType.FINISHED
                ? event
                : event.withData(event.data().withLog(log));
    }

    private static TaskStore.Key task(EventStore.Key key, TaskEvent event) {
        return new TaskStore.Key(key.workspace(), key.cluster(), event.subject());
    }
}

package dev.taskping.operator.task;

import dev.taskping.protocol.event.TaskEventType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which transitions the relay is known to have recorded, so that looking at a Job again costs nothing. Forgetting is
 * harmless, the relay knows duplicates by their id; therefore it is bounded.
 */
@ApplicationScoped
class Acknowledged {

    /** About 7 MiB when full. */
    private static final int CAPACITY = 50_000;

    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > CAPACITY;
        }
    }));

    void add(String uid, TaskEventType type) {
        ids.add(TaskEvents.id(uid, type));
    }

    boolean contains(String uid, TaskEventType type) {
        return ids.contains(TaskEvents.id(uid, type));
    }

    /** The Job is gone: neither transition will be asked for again. */
    void forget(String uid) {
        ids.remove(TaskEvents.id(uid, TaskEventType.STARTED));
        ids.remove(TaskEvents.id(uid, TaskEventType.FINISHED));
    }
}

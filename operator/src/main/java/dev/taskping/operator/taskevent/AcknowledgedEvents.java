package dev.taskping.operator.taskevent;

import dev.taskping.protocol.event.TaskEventType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The events that the relay is known to have recorded, so that the operator need not send or ask again. The cache is bounded:
 * forgetting an event is harmless, because the relay recognises duplicates by their id.
 */
@ApplicationScoped
public class AcknowledgedEvents {

    /** About 7 MiB when full. */
    private static final int CAPACITY = 50_000;

    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > CAPACITY;
        }
    }));

    /** The relay has recorded that transition of that Job. */
    public void add(String uid, TaskEventType type) {
        ids.add(TaskEventFactory.id(uid, type));
    }

    /** Whether the relay is known to have recorded that transition of that Job. */
    public boolean contains(String uid, TaskEventType type) {
        return ids.contains(TaskEventFactory.id(uid, type));
    }

    /** Removes both transitions of a deleted Job. */
    public void forget(String uid) {
        ids.remove(TaskEventFactory.id(uid, TaskEventType.STARTED));
        ids.remove(TaskEventFactory.id(uid, TaskEventType.FINISHED));
    }
}

package dev.taskping.operator.taskevent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.taskping.protocol.event.TaskEventType;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The events that the relay is known to have recorded, so that the operator need not send or ask again. The cache is bounded:
 * forgetting an event is harmless, because the relay recognises duplicates by their id.
 */
@ApplicationScoped
public class AcknowledgedEvents {

    /** About 7 MiB when full. */
    private static final int CAPACITY = 50_000;

    private final Cache<String, Boolean> ids =
            Caffeine.newBuilder().maximumSize(CAPACITY).build();

    /** The relay has recorded that transition of that Job. */
    public void add(String uid, TaskEventType type) {
        ids.put(TaskEventFactory.id(uid, type), true);
    }

    /** Whether the relay is known to have recorded that transition of that Job. */
    public boolean contains(String uid, TaskEventType type) {
        return ids.getIfPresent(TaskEventFactory.id(uid, type)) != null;
    }

    /** Removes both transitions of a deleted Job. */
    public void forget(String uid) {
        ids.invalidate(TaskEventFactory.id(uid, TaskEventType.STARTED));
        ids.invalidate(TaskEventFactory.id(uid, TaskEventType.FINISHED));
    }
}

package dev.taskping.protocol.adapter;

import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.event.Timing;
import dev.taskping.protocol.event.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event behind a message, for adapters that need more than the message.
 *
 * @param id the event's id
 * @param type such as {@code dev.taskping.task.finished.v1}
 * @param time when the event happened
 * @param task the task
 * @param outcome how the task ended, if it has ended
 * @param timing when the task was queued, started, finished
 * @param usage the resources that the task used, if known
 */
public record EventSummary(
        String id,
        TaskEventType type,
        Instant time,
        TaskIdentity task,
        @Nullable Outcome outcome,
        Timing timing,
        @Nullable Usage usage) {

    /** Creates the summary of an event. */
    public static EventSummary of(TaskEvent event) {
        return new EventSummary(
                event.id(),
                event.type(),
                event.time(),
                event.data().task(),
                event.data().outcome(),
                event.data().timing(),
                event.data().usage());
    }
}

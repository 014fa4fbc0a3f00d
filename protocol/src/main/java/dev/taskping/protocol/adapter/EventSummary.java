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
 * What happened, for adapters that want more than the message.
 *
 * @param id the event's
 * @param type such as {@code dev.taskping.task.finished.v1}
 * @param time when it happened
 * @param task who the task is
 * @param outcome how it ended, if it has
 * @param timing when it was queued, started, finished
 * @param usage what it used, as far as known
 */
public record EventSummary(
        String id,
        TaskEventType type,
        Instant time,
        TaskIdentity task,
        @Nullable Outcome outcome,
        Timing timing,
        @Nullable Usage usage) {

    /** The summary of an event. */
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

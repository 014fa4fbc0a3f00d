package dev.taskping.relay.delivery.explain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why people were notified of a task or not, step by step.
 *
 * @param taskUid the task
 * @param summary the answer in a sentence
 * @param steps everything that led there, in order
 */
public record Explanation(String taskUid, String summary, List<Step> steps) {

    /**
     * One step.
     *
     * @param at when
     * @param kind what it is about
     * @param eventId the event that it is about
     * @param deliveryId the message that it is about
     * @param text what happened, in a sentence
     */
    public record Step(Instant at, Kind kind, @Nullable String eventId, @Nullable UUID deliveryId, String text) {}

    /** What a step is about. */
    public enum Kind {
        /** The relay received an event. */
        EVENT,
        /** A rule was evaluated. */
        RULE,
        /** A message was put into the outbox. */
        MESSAGE,
        /** A message was sent to a provider. */
        ATTEMPT,
        /** The state of the message now. */
        STATE
    }
}

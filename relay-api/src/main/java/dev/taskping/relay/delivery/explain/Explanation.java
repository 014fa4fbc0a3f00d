package dev.taskping.relay.delivery.explain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a task's news, step by step.
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
        /** The relay heard of something. */
        EVENT,
        /** A rule was looked at. */
        RULE,
        /** A message was put into the outbox. */
        MESSAGE,
        /** It was handed to a provider. */
        ATTEMPT,
        /** How the message stands. */
        STATE
    }
}

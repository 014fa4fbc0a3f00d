package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt's result means for its delivery. Pure.
 *
 * @param state pending, delivered or dead
 * @param dueAt when to try again, while pending
 * @param counted whether this was an attempt; being asked to wait is none
 * @param reference the provider's name for the message, once delivered
 * @param reason why it is not delivered, or what is wrong although it was
 * @param pauseUntil until when the whole lane waits
 */
record DeliveryOutcome(
        State state,
        @Nullable Instant dueAt,
        boolean counted,
        @Nullable String reference,
        @Nullable String reason,
        @Nullable Instant pauseUntil) {

    enum State {
        PENDING,
        DELIVERED,
        DEAD
    }

    /**
     * Decides.
     *
     * @param result what the adapter said
     * @param since when trying began
     * @param now when the result arrived
     * @param giveUpAfter how long to try
     * @param backoff the pauses
     * @param random from 0 (inclusive) to 1
     */
    static DeliveryOutcome of(
            DeliveryResult result,
            Instant since,
            Instant now,
            Duration giveUpAfter,
            ProportionalBackoff backoff,
            double random) {
        Instant giveUpAt = since.plus(giveUpAfter);
        return switch (result) {
            case DeliveryResult.Delivered delivered ->
                new DeliveryOutcome(State.DELIVERED, null, true, delivered.reference(), delivered.remark(), null);
            case DeliveryResult.Rejected rejected ->
                new DeliveryOutcome(State.DEAD, null, true, null, rejected.reason(), null);
            case DeliveryResult.RetryAfter wait -> {
                Instant until = now.plus(wait.delay());
                yield now.isBefore(giveUpAt)
                        ? new DeliveryOutcome(State.PENDING, until, false, null, wait.reason(), until)
                        : dead(giveUpAfter, wait.reason(), until);
            }
            case DeliveryResult.Failed failed -> {
                Instant next = now.plus(backoff.after(Duration.between(since, now), random));
                yield now.isBefore(giveUpAt)
                        ? new DeliveryOutcome(State.PENDING, next, true, null, failed.cause(), null)
                        : dead(giveUpAfter, failed.cause(), null);
            }
        };
    }

    /** The same for an edit: one that is given up counts as delivered, because people have the message in an older state. */
    DeliveryOutcome orLeftAsItIs(String known) {
        return state == State.DEAD ? new DeliveryOutcome(State.DELIVERED, null, true, known, reason, pauseUntil) : this;
    }

    private static DeliveryOutcome dead(Duration giveUpAfter, String lastReason, @Nullable Instant pauseUntil) {
        String reason = "Given up after " + DurationFormat.words(giveUpAfter) + "; at last: " + lastReason;
        return new DeliveryOutcome(State.DEAD, null, true, null, reason, pauseUntil);
    }
}

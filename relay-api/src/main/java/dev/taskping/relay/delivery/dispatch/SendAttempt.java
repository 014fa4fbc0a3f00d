package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.DeliveryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a message, and its result.
 *
 * @param message what was sent
 * @param at when it was begun
 * @param latency how long the provider took
 * @param result what the adapter said
 */
record SendAttempt(OutboundMessage message, Instant at, Duration latency, DeliveryResult result) {

    /** The names of all results. */
    static final List<String> RESULTS = List.of("delivered", "retry-after", "rejected", "failed");

    /** The result's name in the database and in metrics. */
    String resultId() {
        return switch (result) {
            case DeliveryResult.Delivered delivered -> "delivered";
            case DeliveryResult.RetryAfter wait -> "retry-after";
            case DeliveryResult.Rejected rejected -> "rejected";
            case DeliveryResult.Failed failed -> "failed";
        };
    }

    /** The provider's name for the message, if it accepted the message and names it. */
    @Nullable
    String reference() {
        return result instanceof DeliveryResult.Delivered delivered
                        && !delivered.reference().isEmpty()
                ? delivered.reference()
                : null;
    }
}

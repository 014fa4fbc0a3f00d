package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /v1/channels/{namespace}/{name}/test}: the state of a test message. A repeated request with the same
 * {@link #IDEMPOTENCY_KEY} is about the same message.
 *
 * @param deliveryId the id of the message among the deliveries
 * @param state the state of the message
 * @param reference the provider's id of the message, once delivered
 * @param reason the provider's words, if the message is not delivered
 */
public record ChannelTestResult(UUID deliveryId, State state, @Nullable String reference, @Nullable String reason) {

    /** A header of up to 256 characters; a repeated request with the same value sends no second message. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** The state of a message. */
    public enum State {
        /** The message waits for its first or its next attempt. */
        @JsonProperty("pending")
        PENDING,
        /** The provider accepted the message. */
        @JsonProperty("delivered")
        DELIVERED,
        /** The relay gave up. */
        @JsonProperty("dead")
        DEAD
    }
}

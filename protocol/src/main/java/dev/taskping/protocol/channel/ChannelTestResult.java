package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/channels/{namespace}/{name}/test}: a test message and what has become of it so far. The same request with
 * the same {@link #IDEMPOTENCY_KEY} asks for the same message.
 *
 * @param deliveryId by which to find it among the deliveries
 * @param state what has become of it
 * @param reference the provider's name for the message, once delivered
 * @param reason the provider's words, while or because it is not delivered
 */
public record ChannelTestResult(UUID deliveryId, State state, @Nullable String reference, @Nullable String reason) {

    /** A header of up to 256 characters: a repeated request with the same value sends nothing again. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** What has become of a message. */
    public enum State {
        /** It waits, or is tried again. */
        @JsonProperty("pending")
        PENDING,
        /** The provider took it. */
        @JsonProperty("delivered")
        DELIVERED,
        /** It was given up. */
        @JsonProperty("dead")
        DEAD
    }
}

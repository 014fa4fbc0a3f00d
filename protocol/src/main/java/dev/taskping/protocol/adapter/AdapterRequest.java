package dev.taskping.protocol.adapter;

import dev.taskping.protocol.message.Message;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message for one channel, the body of {@code POST …/send}.
 *
 * @param deliveryId the same in every attempt; pass it on if the provider accepts an idempotency key
 * @param createdAt when the message was created
 * @param message the content; every text in it is plain
 * @param event the event that the message reports; absent for confirmations and answers
 * @param thread the same in all messages about one task, for providers that group messages
 * @param placement the message's place in the conversation
 * @param configuration the channel's settings and secrets
 */
public record AdapterRequest(
        UUID deliveryId,
        Instant createdAt,
        Message message,
        @Nullable EventSummary event,
        @Nullable String thread,
        AdapterPlacement placement,
        AdapterConfiguration configuration) {}

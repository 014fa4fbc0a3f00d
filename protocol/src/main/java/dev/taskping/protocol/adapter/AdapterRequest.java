package dev.taskping.protocol.adapter;

import dev.taskping.protocol.message.Message;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to one channel: {@code POST …/send}.
 *
 * @param deliveryId the same whenever this message is tried again: a provider that takes an idempotency key gets it
 * @param createdAt when the message came into being
 * @param message what to say; every text in it is plain
 * @param event the event it tells of; absent for confirmations and answers
 * @param thread what all messages about one task share, for providers that group messages
 * @param placement where in the conversation it goes
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

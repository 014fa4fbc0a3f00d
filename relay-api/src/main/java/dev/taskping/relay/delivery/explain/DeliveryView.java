package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelKey;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message, its state and its attempts.
 *
 * @param id ours
 * @param channel where it goes
 * @param taskUid the task it is about
 * @param eventId the event it tells of; absent for answers and tests
 * @param title its first line
 * @param state {@code pending}, {@code delivered} or {@code dead}
 * @param reason why it is not delivered (yet), in words
 * @param dueAt when it is tried next, while pending
 * @param createdAt when it was put into the outbox
 * @param finishedAt when it was delivered or given up
 * @param attempts each attempt, oldest first
 */
public record DeliveryView(
        UUID id,
        ChannelKey channel,
        @Nullable String taskUid,
        @Nullable String eventId,
        String title,
        String state,
        @Nullable String reason,
        @Nullable Instant dueAt,
        Instant createdAt,
        @Nullable Instant finishedAt,
        List<AttemptView> attempts) {

    /**
     * One attempt.
     *
     * @param at when it was begun
     * @param result {@code delivered}, {@code retry-after}, {@code rejected} or {@code failed}
     * @param latencyMillis how long the provider took
     * @param reference what the provider calls the message, such as a number or a Message-ID; absent where it
     *     took none
     * @param detail the provider's words, where it did not take the message
     */
    public record AttemptView(
            Instant at, String result, int latencyMillis, @Nullable String reference, @Nullable String detail) {}
}

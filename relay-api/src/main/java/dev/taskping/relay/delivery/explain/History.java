package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.event.EventStore.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the database holds about a task's events and messages.
 *
 * @param events every event that was recorded, oldest first
 * @param deliveries every message, oldest first
 * @param mutes each time that the task was muted, oldest first
 */
public record History(List<Recorded> events, List<Sent> deliveries, List<Muted> mutes) {

    /** The history of a task that was never muted. */
    History(List<Recorded> events, List<Sent> deliveries) {
        this(events, deliveries, List.of());
    }

    /**
     * A time in which the task was muted on a channel.
     *
     * @param channel the channel
     * @param person who muted it
     * @param from from when
     * @param until until when
     */
    record Muted(ChannelKey channel, String person, Instant from, Instant until) {

        boolean covers(Instant when) {
            return !when.isBefore(from) && when.isBefore(until);
        }
    }

    /**
     * A message.
     *
     * @param id the delivery
     * @param eventId the event it tells of; absent for answers
     * @param channel where it goes
     * @param state {@code pending}, {@code delivered} or {@code dead}
     * @param reason why it is not delivered
     * @param createdAt when it was put into the outbox
     * @param dueAt when it may go next
     * @param finishedAt when it was delivered or given up
     * @param toldWith how many other tasks were in the same digest
     * @param inPlaceOf the channel that could not deliver it
     * @param lane the state of its lane, if the channel is registered
     * @param behindEarlier whether an earlier message of the task waits on the channel
     * @param inHand whether it is being sent
     * @param attempts oldest first
     */
    record Sent(
            UUID id,
            @Nullable String eventId,
            ChannelKey channel,
            String state,
            @Nullable String reason,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant finishedAt,
            int toldWith,
            @Nullable ChannelKey inPlaceOf,
            @Nullable LaneState lane,
            boolean behindEarlier,
            boolean inHand,
            List<Tried> attempts) {}

    /**
     * A lane as it stands.
     *
     * @param pausedUntil the provider asked for patience
     * @param failingSince nothing was delivered since
     * @param probeAt when the next single message is tried
     * @param openAt when its rate lets the next message through
     */
    record LaneState(
            @Nullable Instant pausedUntil, @Nullable Instant failingSince, @Nullable Instant probeAt, Instant openAt) {}

    /**
     * An attempt.
     *
     * @param at when
     * @param result {@code delivered}, {@code retry-after}, {@code rejected} or {@code failed}
     * @param latency how long the provider took
     * @param reference what the provider calls the message that it took
     * @param detail the provider's words
     */
    record Tried(Instant at, String result, Duration latency, @Nullable String reference, @Nullable String detail) {}
}

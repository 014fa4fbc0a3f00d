package dev.taskping.protocol.relay;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * {@code GET /v1/deliveries/undelivered}: news of the calling cluster's tasks that were given up in the last day and that no
 * fallback told instead.
 *
 * @param messages newest first, at most 500
 */
public record UndeliveredMessages(List<UndeliveredMessage> messages) {

    /**
     * One message that was given up.
     *
     * @param id the delivery
     * @param task the task that it was to tell of
     * @param policies the NotifiedTasks by whose rules it was to be sent
     * @param channel the channel that could not deliver it
     * @param reason why, in a sentence
     * @param at when it was given up
     */
    public record UndeliveredMessage(
            UUID id, TaskIdentity task, List<String> policies, ChannelKey channel, String reason, Instant at) {

        public UndeliveredMessage {
            policies = policies == null ? List.of() : List.copyOf(policies);
        }
    }

    public UndeliveredMessages {
        messages = messages == null ? List.of() : List.copyOf(messages);
    }
}

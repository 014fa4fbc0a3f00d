package dev.taskping.protocol.relay;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/deliveries/undelivered}: news of the calling cluster's tasks that did not arrive as they were meant to in
 * the last day.
 *
 * @param messages that were given up and that no fallback told instead; newest first, at most 500
 * @param templateFaults templates that could not be used, so that messages went out in the default words; of each template
 *     and channel the latest, newest first, at most 500
 */
public record UndeliveredMessages(List<UndeliveredMessage> messages, List<TemplateFault> templateFaults) {

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

    /**
     * A template that could not be used.
     *
     * @param id the delivery that it was to word
     * @param task the task of that message
     * @param policy the NotifiedTask that the template stands in; absent: it is the channel's own
     * @param channel the channel of that message
     * @param fingerprint of the template, see {@link dev.taskping.protocol.template.MessageTemplate#fingerprint}
     * @param fault what is wrong with it
     * @param at when it was tried
     */
    public record TemplateFault(
            UUID id,
            TaskIdentity task,
            @Nullable String policy,
            ChannelKey channel,
            String fingerprint,
            String fault,
            Instant at) {}

    /** With no fault in any template. */
    public UndeliveredMessages(List<UndeliveredMessage> messages) {
        this(messages, List.of());
    }

    public UndeliveredMessages {
        messages = messages == null ? List.of() : List.copyOf(messages);
        templateFaults = templateFaults == null ? List.of() : List.copyOf(templateFaults);
    }
}

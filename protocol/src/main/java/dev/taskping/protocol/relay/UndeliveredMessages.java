package dev.taskping.protocol.relay;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskIdentity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/deliveries/undelivered}: delivery problems of the last day with messages about the calling cluster's
 * tasks.
 *
 * @param messages messages that the relay gave up and no fallback delivered; newest first, at most 500
 * @param templateFaults templates that failed, so that messages used the default text; the latest fault for each template and
 *     channel, newest first, at most 500
 */
public record UndeliveredMessages(List<UndeliveredMessage> messages, List<TemplateFault> templateFaults) {

    /**
     * One message that the relay gave up.
     *
     * @param id the id of the delivery
     * @param task the task that the message is about
     * @param policies the NotifiedTasks whose rules required the message
     * @param channel the channel that could not deliver it
     * @param reason the reason in a sentence
     * @param at when the relay gave up
     */
    public record UndeliveredMessage(
            UUID id, TaskIdentity task, List<String> policies, ChannelKey channel, String reason, Instant at) {

        public UndeliveredMessage {
            policies = policies == null ? List.of() : List.copyOf(policies);
        }
    }

    /**
     * A template that failed.
     *
     * @param id the id of the delivery
     * @param task the task that the message is about
     * @param policy the NotifiedTask that contains the template; absent for a channel's template
     * @param channel the channel of the message
     * @param fingerprint the template's fingerprint, see {@link dev.taskping.protocol.template.MessageTemplate#fingerprint}
     * @param fault what is wrong with the template
     * @param at when the relay tried to use the template
     */
    public record TemplateFault(
            UUID id,
            TaskIdentity task,
            @Nullable String policy,
            ChannelKey channel,
            String fingerprint,
            String fault,
            Instant at) {}

    /** An answer without template faults. */
    public UndeliveredMessages(List<UndeliveredMessage> messages) {
        this(messages, List.of());
    }

    public UndeliveredMessages {
        messages = messages == null ? List.of() : List.copyOf(messages);
        templateFaults = templateFaults == null ? List.of() : List.copyOf(templateFaults);
    }
}

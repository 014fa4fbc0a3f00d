package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.taskping.protocol.channel.ChannelKey;
import org.jspecify.annotations.Nullable;

/**
 * One destination of an event.
 *
 * @param channel the channel to notify
 * @param policy the NotifiedTask that contains {@code template}
 * @param template the template for the message, see {@link dev.taskping.protocol.template.MessageTemplate}; absent: the channel's
 *     template or the default text
 * @param live whether the relay may edit the message later, when the task makes progress
 */
public record Route(
        ChannelKey channel,
        @Nullable String policy,
        @Nullable String template,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean live) {

    /** A route without a template of its own. */
    public Route(ChannelKey channel) {
        this(channel, null, null, false);
    }
}

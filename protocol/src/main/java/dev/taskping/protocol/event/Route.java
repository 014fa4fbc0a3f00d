package dev.taskping.protocol.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.taskping.protocol.channel.ChannelKey;
import org.jspecify.annotations.Nullable;

/**
 * One destination of an event.
 *
 * @param channel the channel that delivers it
 * @param policy the NotifiedTask that {@code template} stands in
 * @param template how the message is worded, see {@link dev.taskping.protocol.template.MessageTemplate}; absent: as the
 *     channel says, or by default
 * @param live whether the message may be edited later, when the task moves on
 */
public record Route(
        ChannelKey channel,
        @Nullable String policy,
        @Nullable String template,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean live) {

    /** To that channel, in its own or the default words. */
    public Route(ChannelKey channel) {
        this(channel, null, null, false);
    }
}

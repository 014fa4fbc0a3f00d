package dev.taskping.protocol.channel;

import dev.taskping.protocol.channel.ChannelState.Trouble;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/channels}: how all channels of a cluster are, in one answer, so that a change is noticed soon.
 *
 * @param channels each registered channel
 */
public record ChannelOverview(List<Entry> channels) {

    /**
     * One channel.
     *
     * @param channel its name
     * @param ready whether the provider accepted our credentials when last asked
     * @param reason one CamelCase word
     * @param message a sentence with the provider's own answer and what to do
     * @param trouble what is the matter with the latest messages; absent while they arrive
     */
    public record Entry(ChannelKey channel, boolean ready, String reason, String message, @Nullable Trouble trouble) {}

    public ChannelOverview {
        channels = channels == null ? List.of() : List.copyOf(channels);
    }
}

package dev.taskping.protocol.channel;

import dev.taskping.protocol.channel.ChannelState.Trouble;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /v1/channels}: the states of all channels of a cluster at once, so that the operator notices a change
 * soon.
 *
 * @param channels one entry for each registered channel
 */
public record ChannelOverview(List<Entry> channels) {

    /**
     * The state of one channel.
     *
     * @param channel the channel
     * @param ready whether the provider accepted the credentials at the last check
     * @param reason one CamelCase word
     * @param message a sentence with the provider's own answer and what to do
     * @param trouble the problem with the latest messages; absent while messages arrive
     */
    public record Entry(ChannelKey channel, boolean ready, String reason, String message, @Nullable Trouble trouble) {}

    public ChannelOverview {
        channels = channels == null ? List.of() : List.copyOf(channels);
    }
}

package dev.taskping.relay.channel.spi;

import dev.taskping.protocol.channel.ChannelKey;
import java.util.List;
import java.util.UUID;

/**
 * A bot whose updates are polled. Holds secrets; its {@code toString} shows none.
 *
 * @param identity which bot
 * @param channels those that use it, at least one
 * @param <S> the provider's settings
 */
public record PolledBot<S extends ProviderSettings>(BotIdentity identity, List<Channel<S>> channels) {

    /**
     * A channel that uses it.
     *
     * @param id the relay's name for it
     * @param key its name in its cluster
     * @param settings how to reach it
     * @param <S> the provider's settings
     */
    public record Channel<S extends ProviderSettings>(UUID id, ChannelKey key, S settings) {}

    /** How to reach the bot: the settings of any of its channels. */
    public S settings() {
        return channels.getFirst().settings();
    }

    @Override
    public String toString() {
        return "Bot[" + identity.id() + ", channels="
                + channels.stream().map(channel -> channel.key().toString()).toList() + "]";
    }
}

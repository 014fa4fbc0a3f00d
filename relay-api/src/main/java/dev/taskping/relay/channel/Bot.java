package dev.taskping.relay.channel;

import dev.taskping.relay.channel.spi.BotIdentity;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A bot that people write to or whose buttons they press, and the channels that use it.
 *
 * @param identity which one
 * @param channels at least one, in a stable order
 */
public record Bot(BotIdentity identity, List<RegisteredChannel> channels) {

    /** What updates are numbered within. */
    public String scope() {
        return identity.scope();
    }

    /** The channel of that id, if it is one of this bot's. */
    public Optional<RegisteredChannel> channel(UUID id) {
        return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return "Bot[" + identity.id() + ", channels="
                + channels.stream().map(channel -> channel.key().toString()).toList() + "]";
    }
}

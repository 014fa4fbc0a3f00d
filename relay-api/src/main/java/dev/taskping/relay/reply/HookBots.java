package dev.taskping.relay.reply;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.ChannelType;
import dev.taskping.relay.channel.RegisteredChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;

/** Finds the bot that a provider pushes to by the channel in the address. */
@ApplicationScoped
class HookBots {

    private final Jdbi jdbi;
    private final ChannelStore channels;

    HookBots(Jdbi jdbi, ChannelStore channels) {
        this.jdbi = jdbi;
        this.channels = channels;
    }

    /** The bot that has a channel of that id and type. */
    Optional<Bot> find(ChannelType type, String channelId) {
        try {
            UUID id = UUID.fromString(channelId);
            return find(type, channel -> channel.id().equals(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The bot that has the channel which a cluster registered by that name. */
    Optional<Bot> find(ChannelType type, String cluster, ChannelKey key) {
        return find(
                type,
                channel -> channel.cluster().equals(cluster) && channel.key().equals(key));
    }

    private Optional<Bot> find(ChannelType type, Predicate<RegisteredChannel> wanted) {
        return Bot.of(jdbi.withHandle(handle -> channels.findByType(handle, type))).stream()
                .filter(bot -> bot.channels().stream().anyMatch(wanted))
                .findFirst();
    }
}

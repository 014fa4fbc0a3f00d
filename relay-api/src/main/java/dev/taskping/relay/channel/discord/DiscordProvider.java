package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Discord, as the relay is told of it. */
@ApplicationScoped
public class DiscordProvider implements ChannelProvider<DiscordSettings> {

    /** Discord limits a channel, not a connection: five messages in five seconds. */
    public static final ChannelType TYPE = ChannelType.named("discord", 1).withButtons();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<DiscordSettings> settingsType() {
        return DiscordSettings.class;
    }
}

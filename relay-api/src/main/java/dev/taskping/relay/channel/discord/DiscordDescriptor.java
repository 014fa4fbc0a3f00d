package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes Discord to the relay. */
@ApplicationScoped
public class DiscordDescriptor implements ProviderDescriptor<DiscordSettings> {

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

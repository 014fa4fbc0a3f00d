package dev.taskping.relay.channel.custom;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Adapters of somebody else's, as the relay is told of it. */
@ApplicationScoped
public class CustomProvider implements ChannelProvider<CustomSettings> {

    /** What an adapter of somebody else's bears nobody knows: little at a time. */
    public static final ChannelType TYPE = ChannelType.named("custom", 4);

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<CustomSettings> settingsType() {
        return CustomSettings.class;
    }
}

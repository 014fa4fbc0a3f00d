package dev.taskping.relay.channel.custom;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes adapters that others write to the relay. */
@ApplicationScoped
public class CustomDescriptor implements ProviderDescriptor<CustomSettings> {

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

package dev.taskping.relay.channel.ntfy;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Describes ntfy to the relay. There are no buttons: ntfy's action buttons are part of the message, so whoever reads the topic
 * could send what they send, and nothing says who pressed.
 */
@ApplicationScoped
public class NtfyDescriptor implements ProviderDescriptor<NtfySettings> {

    /** One message at a time, so that they arrive in order. */
    public static final ChannelType TYPE = ChannelType.named("ntfy", 1);

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<NtfySettings> settingsType() {
        return NtfySettings.class;
    }
}

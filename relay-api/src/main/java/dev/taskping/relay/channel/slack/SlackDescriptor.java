package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes Slack to the relay. */
@ApplicationScoped
public class SlackDescriptor implements ProviderDescriptor<SlackSettings> {

    /** Slack, "Rate limits": one message a second in a channel. */
    public static final ChannelType TYPE = ChannelType.named("slack", 1).withButtons();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<SlackSettings> settingsType() {
        return SlackSettings.class;
    }
}

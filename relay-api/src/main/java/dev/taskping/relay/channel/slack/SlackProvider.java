package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Slack, as the relay is told of it. */
@ApplicationScoped
public class SlackProvider implements ChannelProvider<SlackSettings> {

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

package dev.taskping.relay.channel.webhook;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Webhooks, as the relay is told of it. */
@ApplicationScoped
public class WebhookProvider implements ChannelProvider<WebhookSettings> {

    /** Answers by reply token, not by button. */
    public static final ChannelType TYPE = ChannelType.named("webhook", 32).withoutDigests();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<WebhookSettings> settingsType() {
        return WebhookSettings.class;
    }
}

package dev.taskping.relay.channel.webhook;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes webhooks to the relay. */
@ApplicationScoped
public class WebhookDescriptor implements ProviderDescriptor<WebhookSettings> {

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

package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Delivers to Feishu and Lark as interactive cards, by the group's custom bot where the channel has a webhook's address, else
 * by an app's bot. The reference is the message's id; a custom bot's is the delivery's.
 */
@ApplicationScoped
public class FeishuAdapter implements ChannelAdapter<FeishuSettings> {

    private final FeishuAppBot app;
    private final FeishuCustomBot custom;

    /** Speaks through the given bots. */
    public FeishuAdapter(FeishuAppBot app, FeishuCustomBot custom) {
        this.app = app;
        this.custom = custom;
    }

    @Override
    public Class<FeishuSettings> settingsType() {
        return FeishuSettings.class;
    }

    @Override
    public DeliveryResult send(FeishuSettings settings, Notification notification) {
        try {
            return settings.webhookUrl() == null
                    ? app.send(settings, notification)
                    : custom.send(settings, settings.webhookUrl(), notification);
        } catch (ProviderUnreachableException e) {
            return e.toResult();
        }
    }

    @Override
    public ChannelCheck check(FeishuSettings settings) {
        try {
            return settings.webhookUrl() == null ? app.check(settings) : custom.check(settings, settings.webhookUrl());
        } catch (ProviderUnreachableException e) {
            return e.toCheck();
        }
    }
}

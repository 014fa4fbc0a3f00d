package dev.taskping.relay.channel.telegram;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes Telegram to the relay. */
@ApplicationScoped
public class TelegramDescriptor implements ProviderDescriptor<TelegramSettings> {

    /** One message at a time: Telegram allows about one a second in a chat (Bots FAQ, "My bot is hitting limits"). */
    public static final ChannelType TYPE = ChannelType.named("telegram", 1).withButtons();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<TelegramSettings> settingsType() {
        return TelegramSettings.class;
    }
}

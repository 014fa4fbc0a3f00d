package dev.taskping.relay.channel.telegram;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Telegram, as the relay is told of it. */
@ApplicationScoped
public class TelegramProvider implements ChannelProvider<TelegramSettings> {

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

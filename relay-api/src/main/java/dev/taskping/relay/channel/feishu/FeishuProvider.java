package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Feishu and Lark, as the relay is told of it. */
@ApplicationScoped
public class FeishuProvider implements ChannelProvider<FeishuSettings> {

    /** Feishu, custom bot guide: five messages a second. */
    public static final ChannelType TYPE = ChannelType.named("feishu", 2).withButtons();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<FeishuSettings> settingsType() {
        return FeishuSettings.class;
    }
}

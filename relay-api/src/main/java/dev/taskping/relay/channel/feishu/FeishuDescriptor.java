package dev.taskping.relay.channel.feishu;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes Feishu and Lark to the relay. */
@ApplicationScoped
public class FeishuDescriptor implements ProviderDescriptor<FeishuSettings> {

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

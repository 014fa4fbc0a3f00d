package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes text messages to the relay. */
@ApplicationScoped
public class SmsDescriptor implements ProviderDescriptor<SmsSettings> {

    /** A carrier takes one segment a second from a long number, and vouches for no sender. */
    public static final ChannelType TYPE =
            ChannelType.named("sms", 1).withAnswersInWords().withForgeableSenders();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<SmsSettings> settingsType() {
        return SmsSettings.class;
    }
}

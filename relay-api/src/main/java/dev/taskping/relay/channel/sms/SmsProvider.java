package dev.taskping.relay.channel.sms;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** Text messages, as the relay is told of it. */
@ApplicationScoped
public class SmsProvider implements ChannelProvider<SmsSettings> {

    /** A carrier takes one segment a second from a long number. */
    public static final ChannelType TYPE = ChannelType.named("sms", 1).withAnswersInWords();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<SmsSettings> settingsType() {
        return SmsSettings.class;
    }
}

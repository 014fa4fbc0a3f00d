package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.spi.ChannelProvider;
import dev.taskping.relay.channel.spi.ChannelType;
import jakarta.enterprise.context.ApplicationScoped;

/** E-mail, as the relay is told of it. */
@ApplicationScoped
public class EmailProvider implements ChannelProvider<EmailSettings> {

    /** Mail servers limit connections of one client, commonly to ten or twenty. */
    public static final ChannelType TYPE = ChannelType.named("email", 4).withAnswersInWords();

    @Override
    public ChannelType type() {
        return TYPE;
    }

    @Override
    public Class<EmailSettings> settingsType() {
        return EmailSettings.class;
    }
}

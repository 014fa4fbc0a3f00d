package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.ProviderDescriptor;
import jakarta.enterprise.context.ApplicationScoped;

/** Describes e-mail to the relay. */
@ApplicationScoped
public class EmailDescriptor implements ProviderDescriptor<EmailSettings> {

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

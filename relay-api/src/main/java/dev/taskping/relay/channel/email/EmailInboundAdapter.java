package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.PolledBot;
import dev.taskping.relay.channel.spi.PollingAdapter;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Hears people who answer by mail: reads the mailboxes that channels name. */
@ApplicationScoped
public class EmailInboundAdapter implements PollingAdapter<EmailSettings> {

    private final MailReplyConfiguration configuration;
    private final Mailboxes mailboxes;
    private final ReceivedMailHandler reader;

    EmailInboundAdapter(MailReplyConfiguration configuration, Mailboxes mailboxes, ReceivedMailHandler reader) {
        this.configuration = configuration;
        this.mailboxes = mailboxes;
        this.reader = reader;
    }

    @Override
    public Class<EmailSettings> settingsType() {
        return EmailSettings.class;
    }

    @Override
    public ChannelType type() {
        return EmailDescriptor.TYPE;
    }

    @Override
    public Optional<BotIdentity> bot(EmailSettings settings) {
        return Optional.ofNullable(settings.replies())
                .map(replies -> BotIdentity.of(
                        type(),
                        replies.password(),
                        replies.host() + " " + replies.username() + " "
                                + replies.address().toLowerCase(Locale.ROOT) + " " + replies.trustedServer()));
    }

    /** RFC 6068. */
    @Override
    public Optional<String> pairingLink(EmailSettings settings, String code) {
        return Optional.ofNullable(settings.replies())
                .map(replies -> "mailto:" + replies.address() + "?subject=%2Fstart%20" + code);
    }

    @Override
    public boolean polls() {
        return configuration.inbound();
    }

    @Override
    public Duration refresh() {
        return configuration.refresh();
    }

    @Override
    public Runnable poller(Supplier<Optional<PolledBot<EmailSettings>>> bot, UpdateReceiver receiver) {
        return new MailPoller(bot, mailboxes, reader, receiver, configuration);
    }
}

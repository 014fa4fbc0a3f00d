package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.email.EmailProvider;
import dev.taskping.relay.channel.email.Mailboxes;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jdbi.v3.core.Jdbi;

/** Keeps answers coming from every mailbox that a channel names, each read by one replica. */
@ApplicationScoped
class MailReplies {

    private final MailReplyConfiguration configuration;
    private final Mailboxes mailboxes;
    private final MailUpdateParser intake;
    private final PollerSupervisor readers;

    MailReplies(
            MailReplyConfiguration configuration,
            Jdbi jdbi,
            ChannelStore channels,
            Mailboxes mailboxes,
            MailUpdateParser intake,
            AgroalDataSource dataSource) {
        this.configuration = configuration;
        this.mailboxes = mailboxes;
        this.intake = intake;
        this.readers = new PollerSupervisor(EmailProvider.TYPE, jdbi, channels, dataSource);
    }

    void start(@Observes StartupEvent event) {
        if (configuration.inbound()) {
            readers.start(
                    configuration.refresh(),
                    bots -> readers.read(current -> new MailPoller(current, mailboxes, intake, configuration)));
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        readers.stop();
    }
}

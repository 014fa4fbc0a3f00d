package dev.taskping.relay.channel.email;

import dev.taskping.protocol.time.ExponentialBackoff;
import dev.taskping.relay.channel.spi.PolledBot;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jboss.logging.Logger;

/** Reads one mailbox until it is interrupted. A mail is marked as seen after what it asks for was stored, or is of no use. */
final class MailPoller implements Runnable {

    private static final Logger LOG = Logger.getLogger(MailPoller.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final ExponentialBackoff BACKOFF = new ExponentialBackoff(FIRST_PAUSE, Duration.ofMinutes(2));

    /** A mail that we cannot digest must not keep the others from coming. */
    private static final int MAX_FAILURES = 5;

    private final Supplier<Optional<PolledBot<EmailSettings>>> current;
    private final Mailboxes mailboxes;
    private final ReceivedMailHandler reader;
    private final UpdateReceiver receiver;
    private final MailReplyConfiguration configuration;
    private final Map<Long, Integer> failures = new HashMap<>();
    private int failedSessions;

    MailPoller(
            Supplier<Optional<PolledBot<EmailSettings>>> current,
            Mailboxes mailboxes,
            ReceivedMailHandler reader,
            UpdateReceiver receiver,
            MailReplyConfiguration configuration) {
        this.current = current;
        this.mailboxes = mailboxes;
        this.reader = reader;
        this.receiver = receiver;
        this.configuration = configuration;
    }

    @Override
    public void run() {
        try {
            Optional<PolledBot<EmailSettings>> bot = current.get();
            while (bot.isPresent() && !Thread.currentThread().isInterrupted()) {
                session(bot.get());
                failedSessions++;
                BACKOFF.sleep(failedSessions);
                bot = current.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, as long as it holds. */
    private void session(PolledBot<EmailSettings> bot) throws InterruptedException {
        EmailSettings.Replies replies = bot.settings().replies();
        if (replies == null) {
            return;
        }
        try (Mailbox mailbox = mailboxes.open(replies)) {
            failedSessions = 0;
            Optional<PolledBot<EmailSettings>> now = current.get();
            while (now.isPresent()) {
                if (round(now.get(), mailbox)) {
                    mailbox.await(configuration.idle(), configuration.pollInterval());
                } else {
                    Thread.sleep(FIRST_PAUSE);
                }
                now = current.get();
            }
        } catch (MessagingException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.debugf("%s cannot be read: %s", bot, Mailboxes.explain(replies, e));
        }
    }

    /** Takes what is there; returns whether there was nothing: what came meanwhile may never be announced. */
    private boolean round(PolledBot<EmailSettings> bot, Mailbox mailbox) throws MessagingException {
        List<IMAPMessage> mails = mailbox.unseen(configuration.mailsAtOnce());
        for (IMAPMessage mail : mails) {
            if (take(bot, mailbox, mail)) {
                mailbox.markSeen(mail);
            }
        }
        return mails.isEmpty();
    }

    /** Whether the mail is done with. */
    private boolean take(PolledBot<EmailSettings> bot, Mailbox mailbox, IMAPMessage mail) throws MessagingException {
        long key = mail.getMessageNumber();
        try {
            if (mail.getSize() > MailReader.MAX_SIZE) {
                LOG.infof("Ignored a mail to %s: it has %d bytes", bot, mail.getSize());
            } else {
                reader.take(bot, MailReader.read(mailbox.fetch(mail)), receiver);
            }
            failures.remove(key);
            return true;
        } catch (MalformedMailException e) {
            LOG.infof("Ignored a mail to %s: it %s", bot, e.getMessage());
            return true;
        } catch (RuntimeException e) {
            int count = failures.merge(key, 1, Integer::sum);
            LOG.warnf("Could not handle a mail to %s (attempt %d): %s", bot, count, e);
            return count >= MAX_FAILURES;
        }
    }
}

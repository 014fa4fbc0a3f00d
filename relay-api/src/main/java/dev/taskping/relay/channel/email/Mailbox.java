package dev.taskping.relay.channel.email;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;

/** An open inbox. For one thread. */
public final class Mailbox implements AutoCloseable {

    private final IMAPStore store;
    private final IMAPFolder inbox;

    Mailbox(IMAPStore store, IMAPFolder inbox) {
        this.store = store;
        this.inbox = inbox;
    }

    /** The oldest mails that are not marked as seen, at most so many; nothing of them but their sizes is fetched. */
    public List<IMAPMessage> unseen(int most) throws MessagingException {
        Message[] found = inbox.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
        Message[] oldest = Arrays.copyOf(found, Math.min(most, found.length));
        FetchProfile sizes = new FetchProfile();
        sizes.add(FetchProfile.Item.SIZE);
        inbox.fetch(oldest, sizes);
        return Arrays.stream(oldest).map(IMAPMessage.class::cast).toList();
    }

    /**
     * Fetches a mail as it came, to be taken apart here: servers differ in what they make of the structure of a mail that is
     * not well-formed.
     *
     * @throws MessagingException if the connection broke
     */
    public MimeMessage fetch(IMAPMessage mail) throws MessagingException {
        try (InputStream raw = mail.getMimeStream()) {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(raw.readNBytes(MailReader.MAX_SIZE)));
        } catch (IOException e) {
            throw new MessagingException("The connection broke while a mail was fetched", e);
        }
    }

    /** Marks a mail: it is not looked at again. */
    public void markSeen(Message mail) throws MessagingException {
        mail.setFlag(Flags.Flag.SEEN, true);
    }

    /**
     * Waits until there may be new mail.
     *
     * @param idle how long at most, where the server says that there is some (IDLE, RFC 2177)
     * @param otherwise how long, where it cannot
     */
    public void await(Duration idle, Duration otherwise) throws MessagingException, InterruptedException {
        if (!store.hasCapability("IDLE")) {
            Thread.sleep(otherwise);
            // Lets the server tell of what came in, and shows whether the connection stands.
            inbox.getMessageCount();
            return;
        }
        Thread alarm = Thread.ofVirtual().name("imap-idle-alarm").start(() -> wakeAfter(idle));
        try {
            inbox.idle(true);
        } finally {
            alarm.interrupt();
            alarm.join();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Any other command ends the waiting. */
    private void wakeAfter(Duration time) {
        try {
            Thread.sleep(time);
            inbox.getMessageCount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (MessagingException | IllegalStateException e) {
            // The connection is gone; whoever waits finds out by itself.
        }
    }

    @Override
    public void close() throws MessagingException {
        store.close();
    }
}

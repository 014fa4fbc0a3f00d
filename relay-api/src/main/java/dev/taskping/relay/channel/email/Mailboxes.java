package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.email.EmailSettings.Replies;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.GuardedSocketFactory;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.SocketFactory;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

/** Opens the mailboxes that answers are read from. */
@ApplicationScoped
public class Mailboxes {

    private final SocketFactory sockets;
    private final Timeouts timeouts;

    /** Connects where the given client may, and waits as long. */
    public Mailboxes(ChannelHttpClient http) {
        this.sockets = new GuardedSocketFactory(http.guard());
        this.timeouts = http.timeouts();
    }

    /** The inbox, to read and to mark. */
    public Mailbox open(Replies replies) throws MessagingException {
        IMAPStore store = (IMAPStore) session(replies).getStore("imap");
        try {
            store.connect(replies.host(), replies.port(), replies.username(), replies.password());
            IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            return new Mailbox(store, inbox);
        } catch (MessagingException e) {
            store.close();
            throw e;
        }
    }

    /** What is wrong with the mailbox of a channel; empty if it can be read, or if there is none. */
    Optional<ChannelCheck> check(EmailSettings settings) {
        Replies replies = settings.replies();
        if (replies == null) {
            return Optional.empty();
        }
        try (Mailbox mailbox = open(replies)) {
            return Optional.empty();
        } catch (AuthenticationFailedException e) {
            return Optional.of(new ChannelCheck(
                    false,
                    "Unauthorized",
                    explain(replies, e) + " Correct imapUsername and imapPassword in the channel's secret."));
        } catch (MessagingException e) {
            return Optional.of(new ChannelCheck(false, "Unreachable", explain(replies, e)));
        }
    }

    /** What happened, without the password. */
    public static String explain(Replies replies, MessagingException error) {
        String server = replies.host() + ":" + replies.port();
        Throwable cause = error.getNextException() == null ? error : error.getNextException();
        String text = cause instanceof MessagingException
                ? "The mailbox at " + server + ": " + cause.getMessage() + "."
                : "The mailbox: " + ErrorText.of(server, cause) + ".";
        return ErrorText.scrub(text.replaceAll("\\s+", " "), replies.password());
    }

    private Session session(Replies replies) {
        Properties properties = new Properties();
        properties.put("mail.imap.socketFactory", sockets);
        // It would connect without the guard when the guard refuses.
        properties.put("mail.imap.socketFactory.fallback", "false");
        properties.put("mail.imap.connectiontimeout", millis(timeouts.connect()));
        properties.put("mail.imap.timeout", millis(timeouts.transfer()));
        properties.put("mail.imap.writetimeout", millis(timeouts.transfer()));
        properties.put("mail.imap.ssl.checkserveridentity", "true");
        // Reading a mail must not mark it: that is done when it is decided on.
        properties.put("mail.imap.peek", "true");
        properties.put("mail.imap.partialfetch", "true");
        switch (replies.security()) {
            case NONE -> properties.put("mail.imap.starttls.enable", "false");
            case STARTTLS -> {
                properties.put("mail.imap.starttls.enable", "true");
                properties.put("mail.imap.starttls.required", "true");
            }
            case TLS -> properties.put("mail.imap.ssl.enable", "true");
        }
        return Session.getInstance(properties);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}

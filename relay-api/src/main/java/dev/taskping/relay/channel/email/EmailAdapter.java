package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.http.AddressRefusedException;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.ErrorText;
import dev.taskping.relay.channel.http.GuardedSocketFactory;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.RecipientProgress;
import dev.taskping.relay.security.MailTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Delivers by SMTP: text and HTML, one thread a task. The reference is the Message-ID. Mail cannot be edited: an edit is a new mail. */
@ApplicationScoped
public class EmailAdapter implements ChannelAdapter<EmailSettings> {

    private static final Logger LOG = Logger.getLogger(EmailAdapter.class);
    private static final Pattern LEADING_CODE = Pattern.compile("^\\s*([245]\\d\\d)\\b");

    private final SocketFactory sockets;
    private final Timeouts timeouts;

    private final MailTokens tokens;
    private final Mailboxes mailboxes;

    /** Connects where the given client may, and waits as long. */
    public EmailAdapter(ChannelHttpClient http, MailTokens tokens) {
        this.sockets = new GuardedSocketFactory(http.guard());
        this.timeouts = http.timeouts();
        this.tokens = tokens;
        this.mailboxes = new Mailboxes(http);
    }

    @Override
    public Class<EmailSettings> settingsType() {
        return EmailSettings.class;
    }

    @Override
    public DeliveryResult send(EmailSettings settings, Notification notification) {
        if (settings.to().isEmpty()) {
            return new DeliveryResult.Rejected("The channel names no recipient; list at least one address in 'to'.");
        }
        List<String> recipients = recipients(settings, notification.placement());
        if (recipients.isEmpty()) {
            return new DeliveryResult.Rejected(
                    "The answer is for somebody whom the channel does not write to any more.");
        }
        RecipientProgress progress = notification.progress();
        List<String> waiting = progress.without(recipients);
        if (waiting.isEmpty()) {
            return new DeliveryResult.Delivered(EmailMessage.idOf(settings, notification.deliveryId()));
        }
        Session session = session(settings);
        try {
            List<Copy> copies = copies(session, settings, notification, waiting);
            Transport transport = session.getTransport("smtp");
            try {
                connect(transport, settings);
                return send(transport, settings, copies, progress);
            } finally {
                hangUp(transport);
            }
        } catch (AddressException e) {
            return new DeliveryResult.Rejected("'" + e.getRef() + "' is no e-mail address: " + e.getMessage());
        } catch (MessagingException e) {
            return interrupted(settings, e, recipients, progress);
        }
    }

    /** Who has a copy keeps it; the others get theirs in the next attempt. */
    private static DeliveryResult interrupted(
            EmailSettings settings, MessagingException error, List<String> recipients, RecipientProgress progress) {
        int reached = recipients.size() - progress.without(recipients).size();
        return refused(settings, error) instanceof DeliveryResult.Failed failed && reached > 0
                ? new DeliveryResult.Failed(
                        reached + " of " + recipients.size() + " recipients have it. " + failed.cause())
                : refused(settings, error);
    }

    /** An answer goes to whom it answers, everything else to everybody. */
    private static List<String> recipients(EmailSettings settings, Placement placement) {
        return placement instanceof Placement.ReplyTo(String conversation, String reference) && conversation != null
                ? settings.to().stream()
                        .filter(address -> address.equalsIgnoreCase(conversation))
                        .toList()
                : settings.to();
    }

    private record Copy(List<String> recipients, EmailMessage mail) {}

    /** One mail for all or, if it can be answered, one for each, because who answers is known by the address in it. */
    private List<Copy> copies(
            Session session, EmailSettings settings, Notification notification, List<String> recipients)
            throws MessagingException {
        EmailSettings.Replies replies = settings.replies();
        if (replies == null) {
            return List.of(new Copy(recipients, EmailMessage.of(session, settings, notification, recipients, null)));
        }
        List<Copy> copies = new ArrayList<>();
        for (String recipient : recipients) {
            String token = tokens.issue(notification.deliveryId(), recipient);
            String replyTo = ReplyAddress.with(replies.address(), token);
            List<String> alone = List.of(recipient);
            copies.add(new Copy(alone, EmailMessage.of(session, settings, notification, alone, replyTo)));
        }
        return copies;
    }

    /** A recipient that the server refuses does not keep the others from theirs. Once somebody has it, sending again would double it. */
    private static DeliveryResult send(
            Transport transport, EmailSettings settings, List<Copy> copies, RecipientProgress progress)
            throws MessagingException {
        List<String> refusals = new ArrayList<>();
        @Nullable SendFailedException first = null;
        for (Copy copy : copies) {
            try {
                transport.sendMessage(copy.mail(), copy.mail().getAllRecipients());
                progress.add(copy.recipients());
            } catch (SendFailedException e) {
                if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
                    progress.add(copy.recipients());
                } else if (isCutOff(e)) {
                    throw e;
                }
                first = first == null ? e : first;
                refusals.add(explain(settings, e));
            }
        }
        String reference = copies.getFirst().mail().getMessageID();
        if (first == null) {
            return new DeliveryResult.Delivered(reference);
        }
        return progress.reached().isEmpty()
                ? refused(settings, first)
                : new DeliveryResult.Delivered(reference, "Not everybody got it. " + String.join(" ", refusals));
    }

    /** Whether the server hung up instead of refusing: without a code or, while it shuts down, with 421 (RFC 5321, 3.8). */
    private static boolean isCutOff(SendFailedException error) {
        int code = codeOf(error).orElse(0);
        return code < 400 || code == 421;
    }

    @Override
    public ChannelCheck check(EmailSettings settings) {
        try (Transport transport = session(settings).getTransport("smtp")) {
            connect(transport, settings);
            // Sends a NOOP.
            return transport.isConnected()
                    ? mailboxes
                            .check(settings)
                            .orElseGet(() -> new ChannelCheck(
                                    true, "Verified", "The mail server " + server(settings) + " lets us in."))
                    : new ChannelCheck(false, "Unreachable", server(settings) + " closed the connection.");
        } catch (AuthenticationFailedException e) {
            return new ChannelCheck(false, "Unauthorized", explain(settings, e));
        } catch (MessagingException e) {
            return new ChannelCheck(false, "Unreachable", explain(settings, e));
        }
    }

    /** What the server said before counts; that it no longer waits for a farewell does not. */
    private static void hangUp(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debugf("A mail server closed the connection first: %s", e.getMessage());
        }
    }

    private static void connect(Transport transport, EmailSettings settings) throws MessagingException {
        transport.connect(settings.host(), settings.port(), settings.username(), settings.password());
    }

    private Session session(EmailSettings settings) {
        Properties properties = new Properties();
        properties.put("mail.smtp.socketFactory", sockets);
        // It would connect without the guard when the guard refuses.
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.connectiontimeout", millis(timeouts.connect()));
        properties.put("mail.smtp.timeout", millis(timeouts.transfer()));
        properties.put("mail.smtp.writetimeout", millis(timeouts.transfer()));
        properties.put("mail.smtp.auth", Boolean.toString(settings.username() != null));
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.security()) {
            case NONE -> properties.put("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        return Session.getInstance(properties);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    /** SMTP: 5xx is for good, 4xx for now (RFC 5321, 4.2.1). Whatever has no code is the network's fault. */
    private static DeliveryResult refused(EmailSettings settings, MessagingException error) {
        OptionalInt code = codeOf(error);
        String reason = explain(settings, error);
        boolean forGood = code.isPresent() ? code.getAsInt() >= 500 : isRefusedByGuard(error);
        return forGood ? new DeliveryResult.Rejected(reason) : new DeliveryResult.Failed(reason);
    }

    private static boolean isRefusedByGuard(MessagingException error) {
        return ExceptionUtils.indexOfType(error, AddressRefusedException.class) >= 0
                || error.getNextException() instanceof AddressRefusedException;
    }

    private static OptionalInt codeOf(MessagingException error) {
        for (Exception next = error; next instanceof MessagingException current; next = current.getNextException()) {
            switch (current) {
                case SMTPAddressFailedException address -> {
                    return OptionalInt.of(address.getReturnCode());
                }
                case SMTPSenderFailedException sender -> {
                    return OptionalInt.of(sender.getReturnCode());
                }
                case SMTPSendFailedException send
                when send.getNextException() == null -> {
                    return OptionalInt.of(send.getReturnCode());
                }
                default -> {
                    Matcher code = LEADING_CODE.matcher(String.valueOf(current.getMessage()));
                    if (code.find()) {
                        return OptionalInt.of(Integer.parseInt(code.group(1)));
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    private static String explain(EmailSettings settings, MessagingException error) {
        Throwable cause = error.getNextException() == null ? error : error.getNextException();
        String text =
                switch (error) {
                    case AuthenticationFailedException wrong ->
                        "The mail server " + server(settings) + " refuses the user name or password ("
                                + error.getMessage() + "). Correct the channel's secret.";
                    case SendFailedException refused
                    when refused.getInvalidAddresses() != null ->
                        "The mail server " + server(settings) + " refuses " + refusedBy(refused) + ": "
                                + cause.getMessage();
                    default ->
                        cause instanceof MessagingException
                                ? server(settings) + ": " + cause.getMessage()
                                : ErrorText.of(server(settings), cause);
                };
        return ErrorText.scrub(text.replaceAll("\\s+", " "), settings.password());
    }

    /** A full mailbox counts as an address that is valid and was not sent to. */
    private static List<String> refusedBy(SendFailedException refused) {
        return Stream.of(refused.getInvalidAddresses(), refused.getValidUnsentAddresses())
                .flatMap(Stream::ofNullable)
                .flatMap(Stream::of)
                .map(Address::toString)
                .toList();
    }

    private static String server(EmailSettings settings) {
        return settings.host() + ":" + settings.port();
    }
}

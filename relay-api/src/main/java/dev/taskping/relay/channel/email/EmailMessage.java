package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A notification as MIME. Its Message-ID follows from the delivery, so that a copy sent after a crash is recognised as one;
 * all mails about one task refer to one (never sent) root, so that mail programs show them as one thread.
 */
final class EmailMessage extends MimeMessage {

    /** Of an address, alone or in angle brackets. */
    private static final Pattern DOMAIN = Pattern.compile("@([A-Za-z0-9.-]+)>?\\s*$");

    private final String messageId;

    private EmailMessage(Session session, String messageId) {
        super(session);
        this.messageId = messageId;
    }

    /** The Message-ID that a delivery always has. */
    static String idOf(EmailSettings settings, UUID deliveryId) {
        return "<" + deliveryId + "@" + domain(settings) + ">";
    }

    /**
     * Makes the mail.
     *
     * @param recipients whom it goes to
     * @param replyTo where answers go; absent: nobody hears them
     */
    static EmailMessage of(
            Session session,
            EmailSettings settings,
            Notification notification,
            List<String> recipients,
            @Nullable String replyTo)
            throws MessagingException {
        EmailRendering rendering = EmailRendering.of(notification.message(), notification.event(), replyTo != null);
        EmailMessage message = new EmailMessage(session, idOf(settings, notification.deliveryId()));
        message.setFrom(new InternetAddress(settings.from(), true));
        for (String recipient : recipients) {
            message.addRecipient(RecipientType.TO, new InternetAddress(recipient, true));
        }
        if (replyTo != null) {
            message.setReplyTo(new Address[] {new InternetAddress(replyTo, true)});
        }
        message.setSubject(rendering.subject(), "UTF-8");
        message.setSentDate(Date.from(notification.createdAt()));
        // RFC 3834: keeps holiday replies away.
        message.setHeader("Auto-Submitted", "auto-generated");
        thread(message, settings, notification);
        message.setContent(content(rendering));
        message.saveChanges();
        return message;
    }

    private static void thread(EmailMessage message, EmailSettings settings, Notification notification)
            throws MessagingException {
        Optional<String> root = Optional.ofNullable(notification.thread())
                .map(thread -> "<task-" + UUID.nameUUIDFromBytes(thread.getBytes(StandardCharsets.UTF_8)) + "@"
                        + domain(settings) + ">");
        Optional<String> parent =
                switch (notification.placement()) {
                    case Placement.Fresh fresh -> root;
                    case Placement.ReplyTo reply -> messageId(reply.reference()).or(() -> root);
                    case Placement.EditOf edit -> messageId(edit.reference()).or(() -> root);
                };
        if (parent.isPresent()) {
            message.setHeader("In-Reply-To", parent.get());
            message.setHeader(
                    "References",
                    root.filter(id -> !id.equals(parent.get()))
                                    .map(id -> id + " ")
                                    .orElse("")
                            + parent.get());
        }
    }

    /** A reference, if it is a Message-ID: whatever stands in a header must not be able to begin another. */
    private static Optional<String> messageId(String reference) {
        return reference.matches("<[\\x21-\\x3B\\x3D\\x3F-\\x7E]{1,250}>") ? Optional.of(reference) : Optional.empty();
    }

    private static MimeMultipart content(EmailRendering rendering) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(rendering.text(), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(rendering.html(), "UTF-8", "html");
        MimeMultipart alternative = new MimeMultipart("alternative", text, html);
        if (rendering.attachment().isEmpty()) {
            return alternative;
        }
        Attachment attachment = rendering.attachment().get();
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(alternative);
        MimeBodyPart file = new MimeBodyPart();
        file.setText(attachment.text(), "UTF-8");
        file.setFileName(attachment.fileName());
        return new MimeMultipart("mixed", body, file);
    }

    private static String domain(EmailSettings settings) {
        Matcher domain = DOMAIN.matcher(settings.from());
        return domain.find() ? domain.group(1) : "taskping.invalid";
    }

    /** Called by {@link #saveChanges()}, which would make up one otherwise. */
    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", messageId);
    }
}

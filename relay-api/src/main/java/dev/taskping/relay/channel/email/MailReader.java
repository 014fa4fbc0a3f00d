package dev.taskping.relay.channel.email;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads mails of strangers. Nothing in them can cost much: their size is known before they are fetched, and parts, their depth
 * and what is read of their text are bounded.
 */
public final class MailReader {

    /** Bytes of a mail that is looked at; an answer is a line, with what it quotes and a picture of the sender's company. */
    public static final int MAX_SIZE = 1024 * 1024;

    private static final int MAX_HEADERS = 500;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_PARTS = 50;

    /** Bytes of text that are read to find an answer's first line. */
    private static final int MAX_TEXT = 128 * 1024;

    private static final int MAX_ID = 250;

    /** Where servers say whom a mail was for, beside To and Cc: what stands behind the plus may stand in these alone. */
    private static final Set<String> RECIPIENT_HEADERS =
            Set.of("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-delivered-to");

    private MailReader() {}

    /**
     * Reads a mail.
     *
     * @throws MalformedMailException if it is no mail that anybody could want to send us
     */
    public static ReceivedMail read(MimeMessage mail) throws MalformedMailException {
        try {
            List<Header> headers = Collections.list(mail.getAllHeaders());
            if (headers.size() > MAX_HEADERS) {
                throw new MalformedMailException("has " + headers.size() + " header lines");
            }
            boolean automatic = isAutomatic(headers);
            return new ReceivedMail(
                    id(first(headers, "message-id"), headers),
                    sender(values(headers, "from")),
                    recipients(headers),
                    automatic,
                    values(headers, "authentication-results"),
                    decoded(first(headers, "subject")),
                    automatic ? "" : QuotedText.answerIn(new Body().textOf(mail)));
        } catch (IOException | MessagingException e) {
            throw new MalformedMailException("cannot be decoded: " + e.getMessage());
        }
    }

    /** RFC 3834, 5 and 2; RFC 2919; what programs did before there were rules. */
    private static boolean isAutomatic(List<Header> headers) {
        String submitted = first(headers, "auto-submitted").strip().toLowerCase(Locale.ROOT);
        String precedence = first(headers, "precedence").strip().toLowerCase(Locale.ROOT);
        String contentType = first(headers, "content-type").strip().toLowerCase(Locale.ROOT);
        String returnPath = first(headers, "return-path").strip();
        return (!submitted.isEmpty() && !submitted.equals("no"))
                || Set.of("bulk", "junk", "list", "auto_reply").contains(precedence)
                || returnPath.equals("<>")
                || contentType.startsWith("multipart/report")
                || headers.stream()
                        .map(header -> header.getName().toLowerCase(Locale.ROOT))
                        .anyMatch(name -> Set.of(
                                        "list-id",
                                        "list-unsubscribe",
                                        "x-autoreply",
                                        "x-autorespond",
                                        "x-auto-response-suppress")
                                .contains(name));
    }

    private static Optional<String> sender(List<String> from) {
        if (from.size() != 1) {
            return Optional.empty();
        }
        try {
            InternetAddress[] addresses = InternetAddress.parse(from.getFirst(), true);
            return addresses.length == 1 && !addresses[0].isGroup()
                    ? Optional.ofNullable(addresses[0].getAddress()).map(address -> address.toLowerCase(Locale.ROOT))
                    : Optional.empty();
        } catch (AddressException e) {
            return Optional.empty();
        }
    }

    private static List<String> recipients(List<Header> headers) {
        List<String> recipients = new ArrayList<>();
        for (Header header : headers) {
            if (RECIPIENT_HEADERS.contains(header.getName().toLowerCase(Locale.ROOT))) {
                try {
                    for (InternetAddress address : InternetAddress.parseHeader(header.getValue(), false)) {
                        recipients.add(String.valueOf(address.getAddress()));
                    }
                } catch (AddressException e) {
                    // An address that is none is not ours.
                }
            }
        }
        return List.copyOf(recipients);
    }

    /** What decides whether a mail was taken already must not be somebody's to choose freely long or empty. */
    private static String id(String messageId, List<Header> headers) {
        String stripped = messageId.strip();
        if (stripped.matches("<[\\x21-\\x3B\\x3D\\x3F-\\x7E]{3," + MAX_ID + "}>")) {
            return stripped;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            headers.forEach(header -> digest.update(
                    (header.getName() + ":" + header.getValue() + "\n").getBytes(StandardCharsets.UTF_8)));
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static String first(List<Header> headers, String name) {
        return values(headers, name).stream().findFirst().orElse("");
    }

    private static List<String> values(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(header -> MimeUtility.unfold(header.getValue()))
                .toList();
    }

    private static String decoded(String header) {
        try {
            return MimeUtility.decodeText(header);
        } catch (UnsupportedEncodingException e) {
            return header;
        }
    }

    /** Looks for the text of one mail. */
    private static final class Body {
        private int parts;
        private @Nullable String html;

        String textOf(Part mail) throws MessagingException, IOException, MalformedMailException {
            Optional<String> plain = plain(mail, 0);
            return plain.isPresent() ? plain.get() : html == null ? "" : HtmlText.of(html);
        }

        /** The first plain part that is no file; remembers the first HTML on the way there. */
        private Optional<String> plain(Part part, int depth)
                throws MessagingException, IOException, MalformedMailException {
            parts++;
            if (parts > MAX_PARTS || depth > MAX_DEPTH) {
                throw new MalformedMailException("has more than " + MAX_PARTS + " parts, or parts inside of each other"
                        + " deeper than " + MAX_DEPTH);
            }
            if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null) {
                return Optional.empty();
            }
            if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    BodyPart child = multipart.getBodyPart(i);
                    Optional<String> found = plain(child, depth + 1);
                    if (found.isPresent()) {
                        return found;
                    }
                }
                return Optional.empty();
            }
            if (part.isMimeType("text/plain")) {
                ContentType type = new ContentType(part.getContentType());
                return Optional.of(
                        "flowed".equalsIgnoreCase(type.getParameter("format"))
                                ? FlowedText.joined(text(part), "yes".equalsIgnoreCase(type.getParameter("delsp")))
                                : text(part));
            }
            if (part.isMimeType("text/html") && html == null) {
                html = text(part);
            }
            return Optional.empty();
        }

        private static String text(Part part) throws MessagingException, IOException {
            byte[] bytes = part.getInputStream().readNBytes(MAX_TEXT);
            return new String(bytes, charset(new ContentType(part.getContentType())));
        }

        private static Charset charset(ContentType type) {
            String name = type.getParameter("charset");
            try {
                return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
            } catch (IllegalArgumentException e) {
                return StandardCharsets.UTF_8;
            }
        }
    }
}

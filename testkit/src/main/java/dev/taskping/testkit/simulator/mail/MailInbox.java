package dev.taskping.testkit.simulator.mail;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A mail server (SMTP and IMAP by GreenMail) that takes mail for everybody, and its messages as a person sees them. */
public final class MailInbox implements AutoCloseable {

    private final GreenMail server;
    private final Map<String, FullMailboxes.Answer> full = new ConcurrentHashMap<>();

    private MailInbox(int smtpPort, int imapPort) {
        ServerSetup[] ports = {
            new ServerSetup(smtpPort, "0.0.0.0", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(imapPort, "0.0.0.0", ServerSetup.PROTOCOL_IMAP)
        };
        this.server = new GreenMail(ports) {
            @Override
            protected Map<String, AbstractServer> createServices(ServerSetup[] config, Managers managers) {
                return super.createServices(config, new FullMailboxes(managers, full).among(managers));
            }
        };
        server.start();
        server.getUserManager().setMessageDeliveryHandler((message, address) -> owner(address.getEmail()));
    }

    /** Whose mailbox it is: what stands behind a plus does not matter (RFC 5233). */
    private GreenMailUser owner(String address) throws UserException {
        String plain = address.replaceFirst("\\+[^@]*@", "@");
        GreenMailUser user = server.getUserManager().getUserByEmail(plain);
        return user == null ? server.getUserManager().createUser(plain, plain, plain) : user;
    }

    /**
     * Sends a mail as somebody's mail program would.
     *
     * @param mail headers, an empty line, the text
     * @param recipient where it is sent to, whatever its headers say
     */
    public void send(String mail, String recipient) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(smtpPort()));
        Session session = Session.getInstance(properties);
        try {
            byte[] bytes = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
            MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(bytes));
            Transport.send(message, new Address[] {new InternetAddress(recipient)});
        } catch (MessagingException e) {
            throw new IllegalStateException("The mail server does not take the mail", e);
        }
    }

    /** How many mails of an account nobody has marked as seen. */
    public int unseen(String address) {
        try {
            return server.getManagers()
                    .getImapHostManager()
                    .getInbox(owner(address))
                    .getUnseenCount();
        } catch (UserException | FolderException e) {
            throw new IllegalStateException("The mailbox of " + address + " cannot be looked into", e);
        }
    }

    /**
     * Starts it.
     *
     * @param smtpPort a port, or 0 for a free one
     * @param imapPort a port, or 0 for a free one
     */
    public static MailInbox start(int smtpPort, int imapPort) {
        return new MailInbox(smtpPort, imapPort);
    }

    /** One on free ports. */
    public static MailInbox start() {
        return start(0, 0);
    }

    /** Where mail is sent to. */
    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    /** Where mail is read from. */
    public int imapPort() {
        return server.getImap().getPort();
    }

    /** Creates an account that may log in, both to send and to read. */
    public void addUser(String address, String login, String password) {
        server.setUser(address, login, password);
    }

    /** From now on an address takes nothing more: for good (552), or for now (452). */
    public void fill(String address, boolean forGood) {
        full.put(address, forGood ? FullMailboxes.Answer.FOR_GOOD : FullMailboxes.Answer.FOR_NOW);
    }

    /** The address takes mail again. */
    public void empty(String address) {
        full.remove(address);
    }

    /** Every message received, oldest first; one for every recipient. */
    public List<InboxMessage> messages() {
        return Stream.of(server.getReceivedMessages()).map(MailInbox::read).toList();
    }

    private static InboxMessage read(MimeMessage message) {
        try {
            Parts parts = new Parts();
            parts.collect(message);
            Date received = message.getReceivedDate();
            return new InboxMessage(
                    received == null ? Instant.EPOCH : received.toInstant(),
                    header(message, "Message-ID"),
                    message.getHeader("In-Reply-To", null),
                    header(message, "References"),
                    header(message, "From"),
                    replyTo(message),
                    addresses(message),
                    String.valueOf(message.getSubject()),
                    parts.text.toString(),
                    parts.html.toString(),
                    List.copyOf(parts.attachments));
        } catch (MessagingException e) {
            throw new IllegalStateException("A received message cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException("A received message cannot be read", e);
        }
    }

    private static String header(MimeMessage message, String name) throws MessagingException {
        String value = message.getHeader(name, null);
        return value == null ? "" : value;
    }

    private static String replyTo(MimeMessage message) throws MessagingException {
        return ((InternetAddress) message.getReplyTo()[0]).getAddress();
    }

    private static List<String> addresses(MimeMessage message) throws MessagingException {
        Address[] addresses = message.getRecipients(Message.RecipientType.TO);
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses).map(Address::toString).toList();
    }

    private static final class Parts {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final List<InboxMessage.Attachment> attachments = new ArrayList<>();

        void collect(Part part) throws MessagingException, IOException {
            if (part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    BodyPart child = multipart.getBodyPart(i);
                    collect(child);
                }
            } else if (part.getFileName() != null) {
                String content = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                attachments.add(new InboxMessage.Attachment(part.getFileName(), content));
            } else if (part.isMimeType("text/html")) {
                html.append(part.getContent());
            } else {
                text.append(part.getContent());
            }
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}

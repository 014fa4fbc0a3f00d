package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.text.InvisibleCharacters;
import dev.taskping.relay.Draws;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a message says, it stays in its place: no header can be added, and the body says all of it. */
class EmailPropertiesTest {

    private static final Set<String> HEADERS = Set.of(
            "Date",
            "From",
            "To",
            "Reply-To",
            "Message-ID",
            "Subject",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted");

    @Property(tries = 300, seed = Draws.SEED)
    void anyTextStaysInItsPlace(
            @ForAll("hostile") String title,
            @ForAll("hostile") String text,
            @ForAll("hostile") String reference,
            @ForAll("hostile") String thread)
            throws Exception {
        Message message = new Message(
                title, Message.Severity.ERROR, text, List.of(), new LogExcerpt(text, false), List.of(), null);
        Notification sample = Samples.notification(message);
        Notification notification = new Notification(
                UUID.randomUUID(), sample.createdAt(), message, null, thread, new Placement.ReplyTo(null, reference));
        EmailSettings settings = new EmailSettings(
                "localhost", 25, EmailSettings.Security.NONE, null, null, "a@example.org", List.of("b@example.org"));

        Session session = Session.getInstance(new Properties());
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        EmailMessage.of(session, settings, notification, settings.to(), "a+token@example.org")
                .writeTo(wire);
        MimeMessage received = new MimeMessage(session, new ByteArrayInputStream(wire.toByteArray()));

        List<String> names = Collections.list(received.getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(HEADERS::contains);
        assertThat(received.getSubject()).doesNotContain("\r", "\n").isNotBlank();
        MimeMultipart parts = (MimeMultipart) received.getContent();
        String plain = (String) parts.getBodyPart(0).getContent();
        assertThat(lines(plain)).contains(lines(wellFormed(text).strip()));
        String html = (String) parts.getBodyPart(1).getContent();
        assertThat(html).doesNotContain("<script");
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Mail has one kind of line end only. */
    private static String lines(String text) {
        return text.lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().all().ofMaxLength(200),
                        Arbitraries.of(
                                        "\r\nBcc: evil@example.org",
                                        "\n",
                                        "\r",
                                        "\r\n\r\n",
                                        "<script>",
                                        "=?UTF-8?Q?x?=",
                                        "é",
                                        "😀",
                                        "<x@y>",
                                        "\u2028",
                                        "\u0000",
                                        ".",
                                        "From ")
                                .list()
                                .ofMaxSize(20)
                                .map(parts -> String.join("", parts)))
                .map(InvisibleCharacters::remove);
    }
}

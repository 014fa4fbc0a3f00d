package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.relay.Draws;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailReaderTest {

    private static final String HEAD = "From: Mia <Mia@Example.org>\nTo: TaskPing <bot+abc@example.com>\n";

    @Test
    void aMailIsReadFromItsHeadersAndItsPlainPart() throws Exception {
        ReceivedMail mail = read(
                HEAD
                        + """
                        Cc: "a, b" <c@example.org>
                        Delivered-To: bot+def@example.com
                        Message-ID: <1@example.org>
                        Subject: =?UTF-8?Q?Re:_=E2=9C=85?=
                        Authentication-Results: mx.example.com;
                         dmarc=pass
                        Content-Type: multipart/alternative; boundary=x

                        --x
                        Content-Type: text/plain; charset=iso-8859-1
                        Content-Transfer-Encoding: quoted-printable

                        launch evaluate note=3D=FCber
                        --x
                        Content-Type: text/html

                        <p>launch other
                        --x--
                        """);
        assertThat(mail.from()).contains("mia@example.org");
        assertThat(mail.recipients())
                .containsExactlyInAnyOrder("bot+abc@example.com", "c@example.org", "bot+def@example.com");
        assertThat(mail.id()).isEqualTo("<1@example.org>");
        assertThat(mail.subject()).isEqualTo("Re: ✅");
        assertThat(mail.authenticationResults()).containsExactly("mx.example.com; dmarc=pass");
        assertThat(mail.automatic()).isFalse();
        assertThat(mail.answer()).isEqualTo("launch evaluate note=über");
    }

    @Test
    void htmlOnlyMailIsReadAsText() throws Exception {
        ReceivedMail mail = read(HEAD + "Content-Type: text/html; charset=utf-8\n\n"
                + "<html><head><style>p {x}</style></head><body><div>&nbsp;</div><div>launch <b>next</b></div>"
                + "<div class=gmail_quote>On … wrote:<blockquote>launch evil</blockquote></div></body></html>");
        assertThat(mail.answer()).isEqualTo("launch next");
    }

    private static final String LONG =
            "launch evaluate checkpoint=best dataset=imagenet-validation-2026 batch=256 seed=7 note=\"a night run\" gpus=8";

    /** As programs of the field wrap one line: flowed, flowed with deleted spaces, hard at 72 and at 78 characters. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    format=flowed            | launch evaluate checkpoint=best dataset=imagenet-validation-2026 _#batch=256 seed=7 note="a night run" gpus=8
                    format=Flowed; delsp=yes | launch evaluate checkpoint=best dataset=imagenet-validation-2026  _#batch=256 seed=7 note="a  _#night run" gpus=8
                    format=flowed            | launch evaluate checkpoint=best dataset=imagenet-validation-2026 _# batch=256 seed=7 note="a _#night run" gpus=8
                    format=fixed             | launch evaluate checkpoint=best dataset=imagenet-validation-2026#batch=256 seed=7 note="a night run" gpus=8
                    charset=utf-8            | launch evaluate checkpoint=best dataset=imagenet-validation-2026 batch=256#seed=7 note="a night run" gpus=8#
                    """)
    void wrappedCommandIsReadWhole(String parameter, String body) throws Exception {
        String wrapped = body.replace("_#", "\n").replace("#", "\n");
        ReceivedMail mail = read(HEAD + "Content-Type: text/plain; " + parameter + "\n\n" + wrapped
                + "\n\nThanks,\nMia\n-- \nMia\n\n> launch other\n");
        assertThat(mail.answer()).isEqualTo(LONG);
    }

    @Test
    void shortLineIsACommandOfItsOwn() throws Exception {
        assertThat(read(HEAD + "Content-Type: text/plain\n\nlaunch next\nThanks, Mia")
                        .answer())
                .isEqualTo("launch next");
        assertThat(read(HEAD + "Content-Type: text/plain; format=flowed\n\nlaunch next\n> launch \n> other\n")
                        .answer())
                .isEqualTo("launch next");
    }

    @Test
    void attachmentsAreIgnored() throws Exception {
        ReceivedMail mail = read(
                HEAD
                        + """
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: text/plain; name=evil.txt
                Content-Disposition: attachment; filename=evil.txt

                launch evil
                --x--
                """);
        assertThat(mail.answer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: Auto-Generated",
                "Precedence: bulk",
                "Precedence: auto_reply",
                "X-Autoreply: yes",
                "X-Auto-Response-Suppress: All",
                "List-Id: <x>",
                "Return-Path: <>",
                "Content-Type: multipart/report; boundary=x"
            })
    void automaticMailIsRecognised(String header) throws Exception {
        assertThat(read(HEAD + header + "\n\nlaunch next").automatic()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a@example.org\nFrom: b@example.org\n",
                "From: a@example.org, b@example.org\n",
                "From: team: a@example.org;\n",
                "From: nobody\n",
                "To: x@example.org\n"
            })
    void aSenderIsExactlyOneAddress(String head) throws Exception {
        assertThat(read(head + "\nstatus").from().filter(address -> address.contains("@")))
                .isEmpty();
    }

    @Test
    void bombsAreNotUnpacked() {
        String nested = "Content-Type: multipart/mixed; boundary=x\n\n--x\n";
        assertThatThrownBy(() -> read(HEAD + nested.repeat(200))).isInstanceOf(MalformedMailException.class);
        assertThatThrownBy(() -> read(HEAD + "X: y\n".repeat(1000) + "\nstatus"))
                .isInstanceOf(MalformedMailException.class)
                .hasMessageContaining("1002 header lines");
        assertThatThrownBy(() -> read(HEAD + "Content-Type: multipart/mixed; boundary=x\n\n"
                        + "--x\nContent-Type: image/png\n\nx\n".repeat(100) + "--x--"))
                .isInstanceOf(MalformedMailException.class);
    }

    @Test
    void invalidMessageIdIsReplaced() throws Exception {
        ReceivedMail without = read(HEAD + "\nstatus");
        assertThat(without.id())
                .startsWith("sha256:")
                .isEqualTo(read(HEAD + "\nstatus").id());
        assertThat(read(HEAD + "Message-ID: " + "x".repeat(5000) + "\n\nstatus").id())
                .startsWith("sha256:");
    }

    /** Whatever comes, it is read or refused; nothing else is thrown. */
    @Property(tries = 300, seed = Draws.SEED)
    void anyBytesAreReadOrRefused(@ForAll("mails") String mail) throws MessagingException {
        try {
            assertThat(read(mail).answer().lines().count()).isLessThanOrEqualTo(1);
        } catch (MalformedMailException e) {
            assertThat(e).hasMessageMatching("(?s)(has|cannot) .*");
        }
    }

    @Provide
    Arbitrary<String> mails() {
        Arbitrary<String> parts = Arbitraries.of(
                HEAD,
                "From: x\n",
                "Content-Type: multipart/mixed; boundary=x\n",
                "Content-Type: multipart/mixed\n",
                "Content-Type: text/plain; charset=nonsense\n",
                "Content-Type: text/html\n",
                "Content-Type: ;;;\n",
                "Content-Type: message/rfc822\n",
                "Content-Transfer-Encoding: base64\n",
                "Content-Transfer-Encoding: nonsense\n",
                "Content-Disposition: ;\n",
                "Authentication-Results: (((\n",
                "Subject: =?x?y?z?=\n",
                "To: <<<>>>@,,;\n",
                "\n",
                "--x\n",
                "--x--\n",
                "launch next\n",
                "> quoted\n",
                "On 1 wrote:\n",
                "<div><blockquote>\n",
                "=?UTF-8?B?////?=",
                "\u0000",
                "\uD800");
        return Arbitraries.oneOf(
                parts.list().ofMaxSize(30).map(all -> String.join("", all)),
                Arbitraries.strings().all().ofMaxLength(500));
    }

    private static ReceivedMail read(String mail) throws MessagingException, MalformedMailException {
        byte[] bytes = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return MailReader.read(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes)));
    }
}

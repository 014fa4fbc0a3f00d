package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.Samples;
import dev.taskping.relay.channel.email.EmailSettings.Security;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.spi.DeliveryResult;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.security.MailTokens;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.mail.FaultySmtpProxy;
import dev.taskping.testkit.simulator.mail.InboxMessage;
import dev.taskping.testkit.simulator.mail.MailInbox;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailAdapterTest {

    private final MailInbox inbox = MailInbox.start();
    private final MailTokens tokens = MailTokens.of(new byte[32]);
    private final EmailAdapter adapter =
            new EmailAdapter(new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1"))), tokens);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void showsTitleFactsAndLogInTextAndHtml() {
        Notification notification = Samples.notification(Samples.succeeded("loss < 0.1 & done\n"));
        DeliveryResult result = adapter.send(settings(), notification);

        InboxMessage mail = inbox.messages().getFirst();
        assertThat(result).isEqualTo(new DeliveryResult.Delivered(mail.messageId()));
        assertThat(mail.messageId()).isEqualTo("<" + notification.deliveryId() + "@example.org>");
        assertThat(mail.subject()).isEqualTo("✅ train-llm succeeded");
        assertThat(mail.from()).isEqualTo("TaskPing <taskping@example.org>");
        assertThat(mail.text()).contains("Duration: 3 h 12 min", "GPU-hours: 25.6", "loss < 0.1 & done");
        assertThat(mail.html())
                .contains("3 h 12 min", "loss &lt; 0.1 &amp; done", "https://taskping.example.org/tasks/42");
        assertThat(mail.attachments()).isEmpty();
    }

    @Test
    void mailsOfATaskAreOneThread() {
        DeliveryResult first = adapter.send(settings(), Samples.notification(Samples.succeeded("x")));
        String reference = ((DeliveryResult.Delivered) first).reference();
        adapter.send(
                settings(),
                Samples.notification(
                        Message.line(Message.Severity.SUCCESS, "Launched evaluate-x7f2"),
                        new Placement.EditOf(null, reference)));

        InboxMessage result = inbox.messages().getFirst();
        InboxMessage launched = inbox.messages().getLast();
        assertThat(result.references()).startsWith("<task-").isEqualTo(result.inReplyTo());
        assertThat(launched.inReplyTo()).isEqualTo(reference);
        assertThat(launched.references()).isEqualTo(result.references() + " " + reference);
    }

    @Test
    void longLogIsAttachedAndItsEndShown() {
        String log = Samples.log(10_000);
        adapter.send(settings(), Samples.notification(Samples.succeeded(log)));

        InboxMessage mail = inbox.messages().getFirst();
        assertThat(mail.text())
                .contains("step 10000/10000")
                .doesNotContain("step 1/10000")
                .hasSizeLessThan(10_000);
        assertThat(mail.attachments()).hasSize(1);
        assertThat(mail.attachments().getFirst().fileName()).isEqualTo("train-llm.log");
        assertThat(mail.attachments().getFirst().content().replace("\r\n", "\n"))
                .isEqualTo(log.stripTrailing());
    }

    @Test
    void missingStartTlsIsRefused() {
        assertThat(adapter.send(settings(Security.STARTTLS, null, null), Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                        .contains("STARTTLS"));
        assertThat(inbox.messages()).isEmpty();
    }

    @Test
    void aWrongPasswordIsForGoodAndNotShown() {
        inbox.addUser("taskping@example.org", "taskping", "right");
        assertThat(adapter.send(
                        settings(Security.NONE, "taskping", "wr0ng-password"),
                        Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("user name or password")
                        .doesNotContain("wr0ng-password"));
        assertThat(adapter.check(settings(Security.NONE, "taskping", "wr0ng-password"))
                        .reason())
                .isEqualTo("Unauthorized");
        assertThat(adapter.check(settings(Security.NONE, "taskping", "right")).ready())
                .isTrue();
    }

    @Test
    void unreachableServerIsTriedAgain() {
        EmailSettings settings = settings();
        inbox.close();
        assertThat(adapter.send(settings, Samples.notification(Samples.succeeded("x"))))
                .isInstanceOf(DeliveryResult.Failed.class);
        assertThat(adapter.check(settings).reason()).isEqualTo("Unreachable");
    }

    @Test
    void eachRecipientGetsAMailOfTheirOwnToAnswer() {
        inbox.addUser("bot@example.org", "bot", "pw");
        Notification notification = Samples.notification(Samples.succeeded("x"));
        adapter.send(answered(), notification);

        assertThat(inbox.messages()).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.messageId()).isEqualTo("<" + notification.deliveryId() + "@example.org>");
            assertThat(mail.to()).hasSize(1);
            String token =
                    ReplyAddress.tokenIn("bot@example.org", mail.replyTo()).orElseThrow();
            assertThat(tokens.isIssuedTo(mail.to().getFirst(), token)).isTrue();
            assertThat(mail.replyTo().indexOf('@')).isLessThanOrEqualTo(64);
            assertThat(mail.text())
                    .contains(
                            "To answer, reply to this mail and write in its first line: launch next, logs or status.");
        });
    }

    /** A mail server may hang up at any command, and 421 says that it does so. */
    @ParameterizedTest
    @CsvSource({"MAIL,", "RCPT,", "DATA,", "RCPT,421", "MAIL,421"})
    void lostConnectionSendsNoSecondCopyToWhoHasOne(String command, @Nullable Integer code) {
        inbox.addUser("bot@example.org", "bot", "pw");
        Notification notification = Samples.notification(Samples.succeeded("x"));
        try (FaultySmtpProxy front = FaultySmtpProxy.before(inbox.smtpPort())) {
            EmailSettings settings = answered(front.port(), "mia@example.org", "noor@example.org", "ada@example.org");
            front.faults()
                    .failAfter(command, 1, code == null ? new Fault.Reset() : new Fault.Refusal(code, "4.3.2 Closing"));
            assertThat(adapter.send(settings, notification))
                    .isInstanceOfSatisfying(DeliveryResult.Failed.class, failed -> assertThat(failed.cause())
                            .startsWith("1 of 3 recipients have it. "));

            assertThat(adapter.send(settings, notification)).isInstanceOf(DeliveryResult.Delivered.class);
            assertThat(adapter.send(settings, notification)).isInstanceOf(DeliveryResult.Delivered.class);

            assertThat(inbox.messages())
                    .extracting(mail -> mail.to().getFirst())
                    .containsExactly("mia@example.org", "noor@example.org", "ada@example.org");
        }
    }

    @Test
    void replyGoesOnlyToThePersonWhoAsked() {
        assertThat(adapter.send(answered(), answer("Noor@example.org"))).isInstanceOf(DeliveryResult.Delivered.class);
        assertThat(inbox.messages()).singleElement().satisfies(mail -> assertThat(mail.to())
                .containsExactly("noor@example.org"));
        assertThat(adapter.send(answered(), answer("eve@example.org"))).isInstanceOf(DeliveryResult.Rejected.class);
        assertThat(inbox.messages()).hasSize(1);
    }

    @Test
    void aMailboxThatCannotBeReadIsNamed() {
        inbox.addUser("bot@example.org", "bot", "another");
        assertThat(adapter.check(answered())).satisfies(check -> {
            assertThat(check.ready()).isFalse();
            assertThat(check.message()).contains("imapPassword").doesNotContain("pw-of-bot");
        });
    }

    private static Notification answer(String to) {
        return Samples.notification(
                Message.line(Message.Severity.INFO, "hello"), new Placement.ReplyTo(to, "<1@example.org>"));
    }

    private EmailSettings answered() {
        return answered(inbox.smtpPort(), "mia@example.org", "noor@example.org");
    }

    private EmailSettings answered(int smtpPort, String... recipients) {
        return new EmailSettings(
                "127.0.0.1",
                smtpPort,
                Security.NONE,
                null,
                null,
                "TaskPing <taskping@example.org>",
                List.of(recipients),
                new EmailSettings.Replies(
                        "127.0.0.1", inbox.imapPort(), Security.NONE, "bot", "pw-of-bot", "bot@example.org", null));
    }

    @Test
    void whatIsNoAddressIsNamed() {
        EmailSettings settings = new EmailSettings(
                "127.0.0.1",
                inbox.smtpPort(),
                Security.NONE,
                null,
                null,
                "taskping@example.org",
                List.of("mia at home"));
        assertThat(adapter.send(settings, Samples.notification(Samples.succeeded("x"))))
                .isInstanceOfSatisfying(DeliveryResult.Rejected.class, rejected -> assertThat(rejected.reason())
                        .contains("'mia at home' is no e-mail address"));
    }

    private EmailSettings settings() {
        return settings(Security.NONE, null, null);
    }

    private EmailSettings settings(Security security, @Nullable String username, @Nullable String password) {
        return new EmailSettings(
                "127.0.0.1",
                inbox.smtpPort(),
                security,
                username,
                password,
                "TaskPing <taskping@example.org>",
                List.of("mia@example.org"));
    }
}

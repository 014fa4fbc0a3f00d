package dev.taskping.relay.channel.email;

import dev.taskping.relay.channel.conformance.Capabilities;
import dev.taskping.relay.channel.conformance.Capabilities.Actions;
import dev.taskping.relay.channel.conformance.Capabilities.LongText;
import dev.taskping.relay.channel.conformance.ChannelConformance;
import dev.taskping.relay.channel.conformance.Limit;
import dev.taskping.relay.channel.conformance.Shown;
import dev.taskping.relay.channel.conformance.Venue;
import dev.taskping.relay.channel.email.EmailSettings.Security;
import dev.taskping.relay.channel.http.ChannelHttpClient;
import dev.taskping.relay.channel.http.EgressGuard;
import dev.taskping.relay.channel.http.Timeouts;
import dev.taskping.relay.channel.spi.ChannelAdapter;
import dev.taskping.relay.security.MailTokens;
import dev.taskping.testkit.simulator.http.FaultPlan;
import dev.taskping.testkit.simulator.mail.FaultySmtpProxy;
import dev.taskping.testkit.simulator.mail.MailInbox;
import java.util.List;

class EmailConformanceTest extends ChannelConformance {

    @Override
    protected Venue open(Timeouts patience) {
        return new Mailbox(patience);
    }

    /** Mail has an HTML part beside the plain one; which of them is read is the reader's choice, so nothing is refused for it. */
    private static final class Mailbox implements Venue {

        private static final String PASSWORD = "c0rrect-horse";
        private static final String REVOKED = "b4ttery-staple";

        private final MailInbox inbox = MailInbox.start();
        private final int imapPort = inbox.imapPort();
        private final FaultySmtpProxy front = FaultySmtpProxy.before(inbox.smtpPort());
        private final EmailAdapter adapter;
        private boolean open = true;

        Mailbox(Timeouts patience) {
            inbox.addUser("taskping@example.org", "taskping", PASSWORD);
            adapter = new EmailAdapter(
                    new ChannelHttpClient(new EgressGuard(List.of("127.0.0.1")), patience),
                    MailTokens.of(new byte[32]));
        }

        @Override
        public ChannelAdapter<?> adapter() {
            return adapter;
        }

        @Override
        public Access good() {
            return access(PASSWORD);
        }

        @Override
        public Access revoked() {
            return access(REVOKED);
        }

        private Access access(String password) {
            return Access.of(
                    new EmailSettings(
                            "127.0.0.1",
                            front.port(),
                            Security.NONE,
                            "taskping",
                            password,
                            "TaskPing <taskping@example.org>",
                            List.of("mia@example.org"),
                            new EmailSettings.Replies(
                                    "127.0.0.1",
                                    imapPort,
                                    Security.NONE,
                                    "taskping",
                                    password,
                                    "taskping@example.org",
                                    null)),
                    password);
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(false, Actions.HINTS, LongText.ATTACHED, false, false, true);
        }

        @Override
        public List<Limit> limits() {
            return List.of(
                    Limit.of(
                            "line of the header",
                            "998 characters",
                            "https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1"),
                    Limit.of(
                            "message",
                            "what the server's SIZE says",
                            "https://www.rfc-editor.org/rfc/rfc1870#section-3"));
        }

        @Override
        public FaultPlan faults() {
            return front.faults();
        }

        @Override
        public String writing() {
            return "MAIL";
        }

        @Override
        public List<Shown> shown() {
            return inbox.messages().stream()
                    .map(mail -> new Shown(
                            mail.text(),
                            mail.attachments().stream()
                                    .map(file -> new Shown.File(file.fileName(), file.content()))
                                    .toList(),
                            List.of(),
                            0,
                            false,
                            mail.html()))
                    .toList();
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                front.close();
                inbox.close();
            }
        }
    }
}

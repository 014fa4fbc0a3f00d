package dev.taskping.relay.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.HookLab;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.mail.FaultySmtpProxy;
import dev.taskping.testkit.simulator.mail.InboxMessage;
import dev.taskping.testkit.simulator.mail.MailInbox;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers by mail, read from a real mail server. */
@QuarkusTest
class MailRepliesIT {

    private static final String BOT = "taskping@example.org";
    private static final String SERVER = "mx.example.org";
    private static final String VOUCHED = "Authentication-Results: " + SERVER + "; dmarc=pass\n";

    @Inject
    Jdbi jdbi;

    private final String uid = UUID.randomUUID().toString();
    private final String mia = "mia-" + uid + "@example.org";
    private final String noor = "noor-" + uid + "@example.org";
    private final MailInbox mails = MailInbox.start();
    private final FaultySmtpProxy front = FaultySmtpProxy.before(mails.smtpPort());
    private HookLab lab;
    private JsonPath state;

    @BeforeEach
    void register() {
        mails.addUser(BOT, "taskping", "pw-" + uid);
        lab = HookLab.of(jdbi, "email");
        Map<String, Object> settings = new HashMap<>(Map.of(
                "type",
                "email",
                "host",
                "127.0.0.1",
                "port",
                front.port(),
                "security",
                "NONE",
                "from",
                BOT,
                "to",
                List.of(mia, noor)));
        settings.put(
                "replies",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        mails.imapPort(),
                        "security",
                        "NONE",
                        "username",
                        "taskping",
                        "password",
                        "pw-" + uid,
                        "address",
                        BOT,
                        "trustedServer",
                        SERVER));
        state = lab.register(settings);
    }

    @AfterEach
    void stop() {
        lab.delete();
        front.close();
        mails.close();
    }

    @Test
    void anAnswerToAMailLaunchesOnce() {
        pair();
        InboxMessage result = told();

        mails.send(
                mail(
                        mia,
                        result.replyTo(),
                        "<1@x>",
                        "",
                        "Launch next\n\nOn Thu, 1 Jan 2026 TaskPing wrote:\n> launch evil\n"),
                result.replyTo());
        awaitMail(mia, "evaluate waits for its cluster");
        assertThat(lab.launches(uid)).containsExactly("evaluate");

        // The same mail again, then another one with the same token.
        mails.send(mail(mia, result.replyTo(), "<1@x>", "", "launch next"), result.replyTo());
        mails.send(mail(mia, result.replyTo(), "<2@x>", "", "launch next"), result.replyTo());
        awaitMail(mia, "already");
        mails.send(mail(mia, result.replyTo(), "<3@x>", "", "status"), result.replyTo());
        awaitMail(mia, "Next: evaluate");
        await().until(() -> mails.unseen(BOT) == 0);
        assertThat(lab.launches(uid)).containsExactly("evaluate");
        // The mail server of this test names each mail anew, so that a repetition is another one.
        assertThat(refusals(mia)).isNotEmpty().containsOnly("reply token used before");
        assertThat(mails.messages())
                .noneMatch(mail -> mail.to().contains(noor) && mail.text().contains("evaluate waits"));
    }

    @Test
    void floodsOfForgedMailsLeaveFewRows() {
        pair();
        String token = told().replyTo();
        for (int number = 0; number < 30; number++) {
            String eve = "flood-" + number + "-" + uid + "@example.org";
            mails.send(mail(eve, token, "<flood-" + number + "@x>", "", "launch next"), token);
            mails.send(
                    mail(mia, token, "<forged-" + number + "@x>", "", "launch next")
                            .replace("dmarc=pass", "dmarc=fail"),
                    token);
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> mails.unseen(BOT) == 0);
        int rows = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM audit WHERE decision = 'refused' AND account LIKE :people")
                .bind("people", "%" + uid + "%")
                .mapTo(Integer.class)
                .one());
        assertThat(rows).isBetween(1, 20);
        assertThat(lab.launches(uid)).isEmpty();
    }

    @Test
    @Attack(
            by = Attacker.SPOOFER,
            tries = "to launch by a mail in a recipient's name, with another's token, or without one",
            gets = "refused and audited; the recipient is told once an hour, nobody else is answered")
    void mailFromAnotherSenderIsIgnored() {
        pair();
        InboxMessage result = told();
        String token = result.replyTo();
        String ofNoor = mails.messages().stream()
                .filter(mail -> mail.to().contains(noor))
                .findFirst()
                .orElseThrow()
                .replyTo();
        String spoilt = token.replaceFirst("\\+.", "+" + (token.charAt(token.indexOf('+') + 1) == '7' ? '6' : '7'));
        String eve = "eve-" + uid + "@example.org";

        mails.send(mail(noor, token, "<stolen@x>", "", "launch next"), token);
        mails.send(mail(mia, ofNoor, "<stolen2@x>", "", "launch next"), ofNoor);
        mails.send(mail(mia, spoilt, "<spoilt@x>", "", "launch next"), spoilt);
        mails.send(mail(mia, BOT, "<none@x>", "", "launch next"), BOT);
        mails.send(mail(eve, token, "<eve@x>", "", "launch next"), token);
        mails.send(mail(mia, token, "<away@x>", "Auto-Submitted: auto-replied\n", "launch next"), token);
        mails.send(mail(mia, token, "<forged@x>", "", "launch next").replace("dmarc=pass", "dmarc=fail"), token);
        mails.send(mail(mia, token, "<bomb@x>", "", "launch next\n" + "x\n".repeat(700_000)), token);

        await().atMost(Duration.ofSeconds(40)).until(() -> mails.unseen(BOT) == 0);
        assertThat(lab.launches(uid)).isEmpty();
        String notIssued = "reply token of somebody else, or of nobody";
        assertThat(refusals(noor)).containsExactly(notIssued);
        assertThat(refusals(mia))
                .containsExactlyInAnyOrder(notIssued, notIssued, "no reply token", "sender not authenticated");
        assertThat(refusals(eve)).containsExactly("not a recipient of the channel");
        awaitMail(mia, "did not get from me");
        awaitMail(noor, "did not get from me");
        assertThat(mails.messages())
                .as("nobody else gets mail")
                .allMatch(mail -> mail.to().getFirst().matches("(mia|noor|taskping).*"));
        assertThat(mails.messages())
                .as("one refusal an hour")
                .filteredOn(mail -> mail.to().contains(mia) && mail.text().contains("did not get from me"))
                .hasSize(1);
    }

    @Test
    void lostConnectionSendsNoSecondCopyToWhoHasOne() {
        front.faults().failAfter("MAIL", 1, new Fault.Reset());

        InboxMessage result = told();

        awaitMail(noor, "job-" + uid + " succeeded");
        assertThat(mails.messages()).hasSize(2).allSatisfy(mail -> assertThat(mail.messageId())
                .isEqualTo(result.messageId()));
        assertThat(attempts()).containsExactly("failed", "delivered");
        int remembered = jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(reached) FROM delivery WHERE task_uid = :uid")
                        .bind("uid", uid)
                        .mapTo(Integer.class)
                        .one());
        assertThat(remembered)
                .as("addresses are forgotten when the delivery is done")
                .isZero();
    }

    @Test
    void lateAnswerIsRefused() {
        pair();
        InboxMessage result = told();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE delivery SET created_at = created_at - interval '25 hours' WHERE task_uid = :uid")
                .bind("uid", uid)
                .execute());

        mails.send(mail(mia, result.replyTo(), "<late@x>", "", "launch next"), result.replyTo());

        awaitMail(mia, "too old");
        assertThat(lab.launches(uid)).isEmpty();
        assertThat(refusals(mia)).containsExactly("reply token expired");
    }

    @Test
    void unpairedSenderIsIgnoredDespiteAToken() {
        InboxMessage result = told();
        mails.send(mail(mia, result.replyTo(), "<early@x>", "", "launch next"), result.replyTo());
        awaitMail(mia, "people who were invited");
        assertThat(lab.launches(uid)).isEmpty();
    }

    private void pair() {
        String code = state.getString("people[0].code");
        assertThat(state.getString("people[0].link")).isEqualTo("mailto:" + BOT + "?subject=%2Fstart%20" + code);
        mails.send(mail(mia, BOT, "<pair-" + uid + "@x>", "Subject: /start " + code + "\n", ""), BOT);
        awaitMail(mia, "You are paired");
    }

    /** The mail to Mia that tells of the task's end. */
    private InboxMessage told() {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        InboxMessage mail = awaitMail(mia, "job-" + uid + " succeeded");
        await().until(() -> lab.deliveries(uid).equals(List.of("delivered")));
        return mail;
    }

    private static String mail(String from, String to, String id, String headers, String text) {
        return "From: Somebody <" + from + ">\nTo: " + to + "\nMessage-ID: " + id + "\n" + VOUCHED + headers + "\n"
                + text;
    }

    private InboxMessage awaitMail(String to, String words) {
        await("a mail with '" + words + "'").untilAsserted(() -> assertThat(mails.messages())
                .anyMatch(mail -> mail.to().contains(to) && mail.text().contains(words)));
        return mails.messages().stream()
                .filter(mail -> mail.to().contains(to) && mail.text().contains(words))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private List<String> attempts() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT a.result FROM delivery_attempt a JOIN delivery d ON d.id = a.delivery_id
                        WHERE d.task_uid = :uid ORDER BY a.at
                        """)
                .bind("uid", uid)
                .mapTo(String.class)
                .list());
    }

    private List<String> refusals(String address) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT reason FROM audit WHERE who = :account AND account = :account AND channel IS NOT NULL
                          AND decision = 'refused' ORDER BY id
                        """)
                .bind("account", "email:" + address)
                .mapTo(String.class)
                .list());
    }
}

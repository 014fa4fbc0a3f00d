package dev.taskping.relay.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelOverview;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import dev.taskping.protocol.channel.ChannelTestResult;
import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.mail.MailInbox;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.RateLimits;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel that stops working is known by what its provider says, is counted, and keeps nobody else from being told. */
@QuarkusTest
class ChannelHealthIT {

    private static final TestCluster LAB = TestCluster.LAB;
    /** What a person may have to wait until a revoked token shows. */
    private static final Duration SHOWN_WITHIN = Duration.ofSeconds(45);

    private static final String TOKEN = "777000002:AAE-simulated-bot-token-000000000000";

    @Inject
    MeterRegistry metrics;

    private final String uid = UUID.randomUUID().toString().substring(0, 8);
    private final TelegramSimulator telegram =
            TelegramSimulator.start(0, TOKEN, "taskping_bot", RateLimits.documented());
    private final MailInbox mail = MailInbox.start();
    private final WebhookSink bystander = WebhookSink.start();
    private final List<String> channels = new ArrayList<>();
    private int tasks;

    @BeforeEach
    void others() {
        telegram.say(new Person(7001, "Mia"), "hello");
        register("bystander", bystander());
    }

    @AfterEach
    void stop() {
        channels.forEach(
                channel -> LAB.request().delete("/v1/channels/ml/" + channel).then());
        telegram.close();
        mail.close();
        bystander.close();
    }

    @Test
    void revokedTokenIsFoundWhileSending() {
        register("bot", bot());
        send("bot");
        // The bot has perhaps greeted the stranger who opened the chat, too.
        await().until(() -> telegram.fromBot(7001).stream()
                        .filter(message -> message.text().contains("succeeded"))
                        .count()
                == 1);
        assertThat(entry("bot").ready()).isTrue();
        double refused = attempts("telegram", "rejected");
        double dead = deliveries("telegram", "dead");

        telegram.faults().failAlways(new Fault.Refusal(401, "Unauthorized"));
        send("bot");

        await().atMost(SHOWN_WITHIN)
                .untilAsserted(() -> assertThat(entry("bot")).satisfies(bot -> {
                    assertThat(bot.ready()).isFalse();
                    assertThat(bot.reason()).isEqualTo("Unauthorized");
                    assertThat(bot.message())
                            .contains("Unauthorized", "@BotFather")
                            .doesNotContain(TOKEN);
                    assertThat(bot.trouble()).extracting(Trouble::reason).isEqualTo("Refused");
                }));
        assertThat(attempts("telegram", "rejected")).isGreaterThan(refused);
        assertThat(deliveries("telegram", "dead")).isGreaterThan(dead);
        theBystanderIsTold();

        telegram.faults().clear();
        register("bot", bot());
        send("bot");
        await().untilAsserted(() -> assertThat(entry("bot").trouble()).isNull());
        assertThat(entry("bot").ready()).isTrue();
    }

    @Test
    void fullMailboxIsReportedAlthoughTheLoginWorks() {
        mail.fill("noor@example.com", true);
        register("full", mailTo("noor@example.com"));
        register("roomy", mailTo("mia@example.com"));
        double dead = deliveries("email", "dead");

        send("full");
        send("roomy");

        await().untilAsserted(
                        () -> assertThat(entry("full").trouble()).isNotNull().satisfies(trouble -> {
                            assertThat(trouble.reason()).isEqualTo("Refused");
                            assertThat(trouble.message()).contains("noor@example.com", "552 5.2.2", "mailbox is full");
                        }));
        assertThat(entry("full").ready()).isTrue();
        assertThat(deliveries("email", "dead")).isGreaterThan(dead);
        await().until(() -> mail.messages().size() == 1);
        assertThat(entry("roomy").trouble()).isNull();
        theBystanderIsTold();
    }

    @Test
    void temporarilyFullMailboxGetsItsMailLater() {
        mail.fill("noor@example.com", false);
        register("full", mailTo("noor@example.com"));
        double failed = attempts("email", "failed");

        send("full");

        await().untilAsserted(() -> assertThat(entry("full").trouble())
                .isNotNull()
                .satisfies(trouble -> assertThat(trouble.reason()).isEqualTo("Failing")));
        assertThat(attempts("email", "failed") - failed).isGreaterThanOrEqualTo(3);

        mail.empty("noor@example.com");

        await().untilAsserted(() -> assertThat(entry("full").trouble()).isNull());
        assertThat(mail.messages()).hasSize(1);
    }

    @Test
    void refusedRecipientIsNamed() {
        mail.fill("noor@example.com", true);
        register("team", mailTo("mia@example.com", "noor@example.com"));

        send("team");

        await().untilAsserted(
                        () -> assertThat(entry("team").trouble()).isNotNull().satisfies(trouble -> {
                            assertThat(trouble.reason()).isEqualTo("PartlyDelivered");
                            assertThat(trouble.message())
                                    .contains("noor@example.com", "552")
                                    .doesNotContain("mia@example.com");
                        }));
        assertThat(mail.messages()).hasSize(1);
    }

    @Test
    void testMessageIsSentOnceForAKeyAndItsResultIsReturned() {
        register("bot", bot());
        UUID sent = test("bot", "first").deliveryId();

        await().untilAsserted(() -> assertThat(test("bot", "first")).satisfies(test -> {
            assertThat(test.deliveryId()).isEqualTo(sent);
            assertThat(test.state()).isEqualTo(ChannelTestResult.State.DELIVERED);
            assertThat(test.reference()).isNotBlank();
        }));
        // The bot has perhaps greeted the stranger who opened the chat, too.
        assertThat(telegram.fromBot(7001))
                .filteredOn(message -> message.text().contains("TaskPing reaches channel"))
                .hasSize(1);

        telegram.faults().failAlways(new Fault.Refusal(403, "Forbidden: bot was blocked by the user"));
        await().untilAsserted(() -> assertThat(test("bot", "second")).satisfies(test -> {
            assertThat(test.state()).isEqualTo(ChannelTestResult.State.DEAD);
            assertThat(test.reason()).contains("bot was blocked by the user", "press Start");
        }));
    }

    @Test
    void unusableTemplateIsCountedAndTheMessageIsSentAnyway() {
        Map<String, Object> broken = Map.of(
                "settings", mailTo("mia@example.com"), "people", List.of(), "template", "{{task.nmae}} has ended");
        put("worded", broken);
        double faults =
                metrics.counter("taskping.template.faults", "channel", "email").count();

        send("worded");

        await().until(() -> mail.messages().size() == 1);
        assertThat(mail.messages().getFirst().subject()).endsWith("succeeded");
        assertThat(entry("worded")).satisfies(worded -> {
            assertThat(worded.ready()).isTrue();
            assertThat(worded.trouble()).isNull();
        });
        assertThat(metrics.counter("taskping.template.faults", "channel", "email")
                                .count()
                        - faults)
                .isEqualTo(1);
        theBystanderIsTold();
    }

    private void theBystanderIsTold() {
        int before = bystander.accepted().size();
        send("bystander");
        await().atMost(Duration.ofSeconds(10)).until(() -> bystander.accepted().size() == before + 1);
        assertThat(entry("bystander")).satisfies(one -> {
            assertThat(one.ready()).isTrue();
            assertThat(one.trouble()).isNull();
        });
    }

    private void register(String name, Map<String, Object> settings) {
        put(name, Map.of("settings", settings, "people", List.of()));
    }

    private void put(String name, Map<String, Object> registration) {
        LAB.request()
                .body(registration)
                .put("/v1/channels/ml/" + name(name))
                .then()
                .statusCode(200);
        channels.add(name(name));
    }

    private void send(String channel) {
        LAB.send(LAB.succeeded(uid + "-" + ++tasks, name(channel))).statusCode(200);
    }

    private ChannelOverview.Entry entry(String channel) {
        return LAB.request().get("/v1/channels").as(ChannelOverview.class).channels().stream()
                .filter(entry -> entry.channel().equals(new ChannelKey("ml", name(channel))))
                .findFirst()
                .orElseThrow();
    }

    private ChannelTestResult test(String channel, String key) {
        return LAB.request()
                .header(ChannelTestResult.IDEMPOTENCY_KEY, key)
                .post("/v1/channels/ml/" + name(channel) + "/test")
                .as(ChannelTestResult.class);
    }

    private double attempts(String channel, String result) {
        return metrics.counter("taskping.attempts", "channel", channel, "result", result)
                .count();
    }

    private double deliveries(String channel, String result) {
        return metrics.counter("taskping.deliveries", "channel", channel, "result", result)
                .count();
    }

    private String name(String channel) {
        return channel + "-" + uid;
    }

    private Map<String, Object> bot() {
        return Map.of(
                "type",
                "telegram",
                "botToken",
                TOKEN,
                "chatId",
                7001,
                "apiUrl",
                telegram.url().toString());
    }

    private Map<String, Object> bystander() {
        return Map.of("type", "webhook", "url", bystander.url().toString(), "signingSecret", bystander.secret());
    }

    private Map<String, Object> mailTo(String... recipients) {
        return Map.of(
                "type", "email",
                "host", "127.0.0.1",
                "port", mail.smtpPort(),
                "security", "NONE",
                "from", "taskping@example.com",
                "to", List.of(recipients));
    }
}

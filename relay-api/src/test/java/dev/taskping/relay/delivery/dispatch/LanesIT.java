package dev.taskping.relay.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.mail.MailInbox;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.RateLimits;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lanes: what a provider limits is kept, the urgent goes first, and nobody waits for somebody else's provider. */
@QuarkusTest
class LanesIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String TOKEN = "777000001:AAE-simulated-bot-token-000000000000";

    @Inject
    Jdbi jdbi;

    private final String uid = UUID.randomUUID().toString().substring(0, 8);
    private final TelegramSimulator telegram =
            TelegramSimulator.start(0, TOKEN, "taskping_bot", RateLimits.documented());
    private final List<String> channels = new ArrayList<>();
    private long chat;

    @BeforeEach
    void openChat() {
        chat = Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000) + 1;
        telegram.say(new Person(chat, "Mia"), "hello");
    }

    @AfterEach
    void stop() {
        channels.forEach(
                channel -> LAB.request().delete("/v1/channels/ml/" + channel).then());
        telegram.close();
    }

    @Test
    void hundredEndsAtOnceAreAllNamedWithinTheLimit() {
        String channel = telegramChannel("phone");
        LAB.send(ended(channel, 100)).statusCode(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(named()).hasSize(100));

        assertThat(telegram.fromBot(chat)).hasSizeLessThan(10).allSatisfy(message -> assertThat(message.document())
                .isNull());
        assertThat(results(channel)).containsOnlyKeys("delivered");
        assertThat(pending(channel)).isZero();
    }

    @Test
    void channelsToOneChatShareItsRate() {
        String one = telegramChannel("one");
        String other = telegramChannel("other");
        LAB.send(ended(one, 20)).statusCode(200);
        LAB.send(IntStream.range(20, 40)
                        .mapToObj(number -> LAB.succeeded(task(number), other))
                        .toArray(String[]::new))
                .statusCode(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(named()).hasSize(40));

        assertThat(results(one)).containsOnlyKeys("delivered");
        assertThat(results(other)).containsOnlyKeys("delivered");
    }

    @Test
    void endsOvertakeStarts() {
        String channel = telegramChannel("phone");
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.add(LAB.started(task(i), channel));
        }
        events.add(LAB.succeeded(task(98), channel));
        events.add(LAB.succeeded(task(99), channel));
        LAB.send(events.toArray(String[]::new)).statusCode(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(named()).hasSize(32));

        // How many messages it takes depends on whether the bot has just greeted the stranger who opened the chat.
        String chronicle =
                telegram.fromBot(chat).stream().map(ChatMessage::text).collect(Collectors.joining("\n"));
        int firstStart = IntStream.range(0, 30)
                .map(number -> chronicle.indexOf("job-" + task(number) + " "))
                .min()
                .orElseThrow();
        assertThat(chronicle.indexOf("job-" + task(98) + " succeeded")).isBetween(0, firstStart);
        assertThat(chronicle.indexOf("job-" + task(99) + " succeeded")).isBetween(0, firstStart);
        assertThat(telegram.fromBot(chat)).hasSizeLessThan(10);
    }

    @Test
    void waitingStartIsReportedWithItsEnd() {
        String channel = telegramChannel("phone");
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(LAB.started(task(i), channel));
            events.add(LAB.succeeded(task(i), channel));
        }
        LAB.send(events.toArray(String[]::new)).statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pending(channel)).isZero());

        assertThat(named()).hasSize(20);
        assertThat(telegram.fromBot(chat)).extracting(ChatMessage::text).noneMatch(text -> text.contains(" started"));
    }

    @Test
    void undeliverableMessageGoesToTheFallbackWithTheReason() {
        try (MailInbox mail = MailInbox.start();
                WebhookSink gone = WebhookSink.start()) {
            gone.faults().failAlways(new Fault.Status(410, null));
            String inbox = mailChannel(mail);
            String channel = webhookChannel("gone", gone, Map.of("channel", key(inbox)));
            LAB.send(LAB.succeeded(task(1), channel)).statusCode(200);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(mail.messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message.text())
                            .contains(task(1), "Channel ml/" + channel + " could not be reached", "410")));
        }
    }

    @Test
    void fallbackTakesOverAfterItsTime() {
        try (WebhookSink down = WebhookSink.start();
                WebhookSink up = WebhookSink.start()) {
            down.faults().failAlways(new Fault.Status(503, null));
            String other = webhookChannel("up", up);
            String channel = webhookChannel("down", down, Map.of("channel", key(other), "after", "PT2S"));
            LAB.send(LAB.succeeded(task(1), channel)).statusCode(200);

            await().atMost(PATIENCE).until(() -> up.accepted().size() == 1);

            assertThat(down.requests()).hasSizeGreaterThan(1);
            assertThat(results(channel)).containsOnlyKeys("failed");
        }
    }

    @Test
    void mutualFallbacksAreTriedOnceEach() {
        try (WebhookSink one = WebhookSink.start();
                WebhookSink other = WebhookSink.start()) {
            one.faults().failAlways(new Fault.Status(410, null));
            other.faults().failAlways(new Fault.Status(410, null));
            String second = name("second");
            String first = webhookChannel("first", one, Map.of("channel", key(second)));
            webhookChannel("second", other, Map.of("channel", key(first)));
            LAB.send(LAB.succeeded(task(1), first)).statusCode(200);

            await().atMost(PATIENCE).until(() -> other.requests().size() == 1 && pending(second) == 0);

            assertThat(one.requests()).hasSize(1);
            assertThat(dead(first) + dead(second)).isEqualTo(2);
        }
    }

    @Test
    void replayedDeadLettersAreSent() {
        try (WebhookSink sink = WebhookSink.start()) {
            sink.faults().failAlways(new Fault.Status(410, null));
            String channel = webhookChannel("mended", sink);
            LAB.send(ended(channel, 3)).statusCode(200);
            await().atMost(PATIENCE).until(() -> dead(channel) == 3);
            sink.faults().clear();

            int replayed = TestCluster.admin()
                    .body(Map.of("channel", key(channel)))
                    .post("/v1/deliveries/replay")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("replayed");

            assertThat(replayed).isEqualTo(3);
            await().atMost(PATIENCE).until(() -> sink.accepted().size() == 3);
        }
    }

    @Test
    void replayWithoutASelectionIsRefused() {
        TestCluster.admin().body(Map.of()).post("/v1/deliveries/replay").then().statusCode(400);
        LAB.request()
                .body(Map.of("ids", List.of(UUID.randomUUID())))
                .post("/v1/deliveries/replay")
                .then()
                .statusCode(403);
    }

    @Test
    void failingProviderIsProbedBySingleMessages() {
        try (WebhookSink down = WebhookSink.start();
                WebhookSink up = WebhookSink.start()) {
            down.faults().failAlways(new Fault.Status(500, null));
            String failing = webhookChannel("failing", down);
            String working = webhookChannel("working", up);
            LAB.send(ended(failing, 200)).statusCode(200);
            await().atMost(PATIENCE).until(() -> !down.requests().isEmpty());
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
            int requests = down.requests().size();

            LAB.send(LAB.succeeded(task(777), working)).statusCode(200);
            await().atMost(Duration.ofSeconds(10)).until(() -> up.accepted().size() == 1);
            down.faults().clear();

            await().atMost(Duration.ofSeconds(15)).until(() -> down.copies().size() == 200);
            assertThat(requests)
                    .as("requests within five seconds for 200 messages, which by themselves would be tried 2,000 times")
                    .isLessThan(150);
            assertThat(down.duplicates()).isEmpty();
        }
    }

    @Test
    void hangingTelegramDoesNotDelayMail() {
        try (MailInbox mail = MailInbox.start()) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                events.add(LAB.succeeded(task(i), telegramChannel("hanging-" + i, chat + i)));
            }
            String inbox = mailChannel(mail);
            telegram.faults().failAlways(new Fault.Hang(Duration.ofMinutes(1)));
            LAB.send(events.toArray(String[]::new)).statusCode(200);
            await().atMost(PATIENCE).until(() -> inHand() >= 128);

            long begun = System.nanoTime();
            LAB.send(LAB.succeeded(task(999), inbox)).statusCode(200);
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(1))
                    .until(() -> mail.messages().size() == 1);
            System.out.printf("A mail took %d ms beside a hanging Telegram%n", (System.nanoTime() - begun) / 1_000_000);
        }
    }

    @Test
    @Attack(
            by = Attacker.TENANT,
            tries = "128 channels that hang",
            gets = "each message of another tenant arrives within a second")
    void channelsOfATenantThatHangDoNotDelayAnotherTenant() {
        try (WebhookSink hanging = WebhookSink.start();
                WebhookSink working = WebhookSink.start()) {
            hanging.faults().failAlways(new Fault.Hang(Duration.ofMinutes(1)));
            List<String> noise = new ArrayList<>();
            for (int i = 0; i < 128; i++) {
                String name = name("hanging-" + i);
                // Another address, so that each has a lane of its own.
                Map<String, Object> settings =
                        Map.of("type", "webhook", "url", hanging.url() + "/" + i, "signingSecret", hanging.secret());
                register("noisy", name, settings, Map.of());
                for (int j = 0; j < 4; j++) {
                    noise.add(LAB.event(
                            task(i * 4 + j),
                            "finished",
                            ",\"outcome\":{\"result\":\"Succeeded\"},\"route\":[{\"channel\":"
                                    + "{\"namespace\":\"noisy\",\"name\":\"" + name + "\"}}]"));
                }
            }
            String channel = webhookChannel("working", working);
            LAB.send(noise.subList(0, 256).toArray(String[]::new)).statusCode(200);
            LAB.send(noise.subList(256, 512).toArray(String[]::new)).statusCode(200);
            await().atMost(PATIENCE).until(() -> inHand() >= 120);

            List<Long> milliseconds = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                long begun = System.nanoTime();
                LAB.send(LAB.succeeded(task(1_000 + i), channel)).statusCode(200);
                int sent = i;
                await().pollInterval(Duration.ofMillis(5))
                        .atMost(PATIENCE)
                        .until(() -> working.accepted().size() == sent);
                milliseconds.add((System.nanoTime() - begun) / 1_000_000);
            }
            System.out.printf("Messages beside 128 channels that hang took %s ms%n", milliseconds);
            // A request that hangs is cut after two seconds here; nobody may have to wait for that.
            assertThat(milliseconds).allSatisfy(one -> assertThat(one).isLessThan(1_000L));
            IntStream.range(0, 128).forEach(i -> LAB.request()
                    .delete("/v1/channels/noisy/" + name("hanging-" + i))
                    .then());
        }
    }

    @Test
    @Attack(
            by = Attacker.TENANT,
            tries = "a slow rate for somebody else's mail address",
            gets = "the other's mail is not slowed down")
    void nobodySlowsDownTheMailOfAnotherNamespaceByNamingItsAddress() {
        try (MailInbox mail = MailInbox.start()) {
            String inbox = mailChannel(mail);
            Map<String, Object> sloth = Map.of("messages", 1, "per", "PT24H");
            register("noisy", name("same"), mailSettings(mail), Map.of("rate", sloth));
            LAB.send(ended(inbox, 3)).statusCode(200);

            await().atMost(PATIENCE).until(() -> mail.messages().size() == 3);

            LAB.request().delete("/v1/channels/noisy/" + name("same")).then();
        }
    }

    @Test
    void aChannelThatIsRemovedLeavesNoRateBehind() {
        try (MailInbox mail = MailInbox.start()) {
            String inbox = mailChannel(mail);
            Map<String, Object> sloth = Map.of("messages", 1, "per", "PT24H");
            register("ml", name("slow"), mailSettings(mail), Map.of("rate", sloth));
            LAB.request().delete("/v1/channels/ml/" + name("slow")).then().statusCode(204);
            LAB.send(ended(inbox, 3)).statusCode(200);

            await().atMost(PATIENCE).until(() -> mail.messages().size() == 3);
        }
    }

    /** Somebody else may take a message only when its holder has not been heard of. */
    @Test
    void aMessageInHandIsHeldForAsLongAsItTakes() {
        try (WebhookSink slow = WebhookSink.start()) {
            slow.faults().failNext("", 1, new Fault.Hang(Duration.ofSeconds(10)));
            String channel = webhookChannel("slow", slow);
            LAB.send(LAB.succeeded(task(1), channel)).statusCode(200);
            await().atMost(PATIENCE).until(() -> slow.requests().size() == 1);
            // The lease is one second long here, a request two.
            Instant beforeItsEnd = slow.requests().getFirst().receivedAt().plusMillis(1_500);
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                boolean held = held(channel);
                boolean underWay = Instant.now().isBefore(beforeItsEnd);
                assertThat(held || !underWay).as("held while it is under way").isTrue();
                return !underWay;
            });
            await().atMost(PATIENCE).until(() -> slow.accepted().size() == 1);
        }
    }

    private String telegramChannel(String name) {
        return telegramChannel(name, chat);
    }

    private String telegramChannel(String name, long chatId) {
        return register(
                name,
                Map.of(
                        "type",
                        "telegram",
                        "botToken",
                        TOKEN,
                        "chatId",
                        chatId,
                        "apiUrl",
                        telegram.url().toString()),
                Map.of());
    }

    private String webhookChannel(String name, WebhookSink sink) {
        return webhookChannel(name, sink, Map.of());
    }

    private String webhookChannel(String name, WebhookSink sink, Map<String, Object> fallback) {
        return register(
                name,
                Map.of("type", "webhook", "url", sink.url().toString(), "signingSecret", sink.secret()),
                fallback);
    }

    private String mailChannel(MailInbox mail) {
        return register("inbox", mailSettings(mail), Map.of());
    }

    private Map<String, Object> mailSettings(MailInbox mail) {
        return Map.of(
                "type",
                "email",
                "host",
                "127.0.0.1",
                "port",
                mail.smtpPort(),
                "security",
                "NONE",
                "from",
                "taskping@example.com",
                "to",
                List.of("mia-" + uid + "@example.com"));
    }

    private String register(String name, Map<String, Object> settings, Map<String, Object> fallback) {
        String full = name(name);
        register("ml", full, settings, fallback.isEmpty() ? Map.of() : Map.of("fallback", fallback));
        channels.add(full);
        return full;
    }

    private static void register(
            String namespace, String name, Map<String, Object> settings, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("settings", settings);
        body.put("people", List.of());
        LAB.request()
                .body(body)
                .put("/v1/channels/" + namespace + "/" + name)
                .then()
                .statusCode(200);
    }

    private String name(String name) {
        return name + "-" + uid;
    }

    private static Map<String, String> key(String channel) {
        return Map.of("namespace", "ml", "name", channel);
    }

    private String task(int number) {
        return "t" + number + "x" + uid + "-with-a-long-name-as-schedulers-make-them";
    }

    private String[] ended(String channel, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> LAB.succeeded(task(number), channel))
                .toArray(String[]::new);
    }

    /** The tasks that the chat was told of, by whichever message. */
    private List<Integer> named() {
        String all = telegram.fromBot(chat).stream().map(ChatMessage::text).collect(Collectors.joining("\n"));
        return IntStream.range(0, 100)
                .filter(number -> all.contains("job-" + task(number) + " "))
                .boxed()
                .toList();
    }

    private Map<String, Integer> results(String channel) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT a.result, count(*) AS times FROM delivery_attempt a
                        JOIN delivery d ON d.id = a.delivery_id JOIN channel c ON c.id = d.channel_id
                        WHERE c.name = :channel GROUP BY a.result
                        """)
                .bind("channel", channel)
                .map((row, context) -> Map.entry(row.getString("result"), row.getInt("times")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private int pending(String channel) {
        return count("d.state = 'pending' AND c.name = '" + channel + "'");
    }

    private int dead(String channel) {
        return count("d.state = 'dead' AND c.name = '" + channel + "'");
    }

    private boolean held(String channel) {
        return count("d.state = 'pending' AND d.claimed_until > now() AND c.name = '" + channel + "'") == 1;
    }

    private int inHand() {
        return count("d.state = 'pending' AND d.claimed_until > now() AND c.name LIKE '%-" + uid + "'");
    }

    private int count(String condition) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM delivery d JOIN channel c ON c.id = d.channel_id WHERE " + condition)
                .mapTo(Integer.class)
                .one());
    }
}

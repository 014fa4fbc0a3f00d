package dev.taskping.relay.delivery.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.http.Fault;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.RateLimits;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import dev.taskping.testkit.simulator.webhook.WebhookSink;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One message that is edited while its task runs, and one that tells of the end. */
@QuarkusTest
class LiveMessagesIT {

    private static final TestCluster LAB = TestCluster.LAB;
    private static final String TOKEN = "777000003:AAE-simulated-bot-token-000000000000";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EDIT = "editMessageText";

    @Inject
    Jdbi jdbi;

    private final String uid = UUID.randomUUID().toString().substring(0, 8);
    private final String channel = "live-" + uid;
    private final TelegramSimulator telegram =
            TelegramSimulator.start(0, TOKEN, "taskping_bot", RateLimits.documented());
    private long chat;

    @BeforeEach
    void register() {
        chat = Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000) + 1;
        telegram.say(new Person(chat, "Mia"), "hello");
        Map<String, Object> settings = Map.of(
                "type",
                "telegram",
                "botToken",
                TOKEN,
                "chatId",
                chat,
                "apiUrl",
                telegram.url().toString());
        LAB.request()
                .body(Map.of("settings", settings, "people", List.of()))
                .put("/v1/channels/ml/" + channel)
                .then()
                .statusCode(200);
    }

    @AfterEach
    void stop() {
        LAB.request().delete("/v1/channels/ml/" + channel).then();
        telegram.close();
    }

    @Test
    void oneMessageShowsStartProgressAndEnd() {
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("started"));
        for (int percent = 10; percent <= 90; percent += 10) {
            LAB.send(progress(percent)).statusCode(200);
        }
        await().atMost(PATIENCE).until(() -> told("is at 90 %"));
        assertThat(telegram.calls(EDIT)).as("edits for nine states").isEqualTo(1);
        assertThat(news()).hasSize(1);
        assertThat(news().getFirst().buttonLabels()).contains("Logs", "Status");

        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);

        await().atMost(PATIENCE).until(() -> news().size() == 2);
        assertThat(news().getLast().text()).contains("job-" + uid + " succeeded", "epoch 3 done");
        await().atMost(PATIENCE).until(() -> news().getFirst().text().contains("More in the message below."));
        assertThat(news().getFirst().text()).startsWith("✅ job-" + uid + " succeeded");
        assertThat(news().getFirst().buttonLabels()).isEmpty();
        assertThat(telegram.calls(EDIT)).isEqualTo(2);
    }

    @Test
    void editsKeepTheirDistance() {
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("started"));
        Instant begun = Instant.now();
        LAB.send(progress(10)).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("is at 10 %"));
        LAB.send(progress(20)).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("is at 20 %"));
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void endDoesNotWaitForAnEdit() {
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("started"));
        LAB.send(progress(50)).statusCode(200); // not due for five seconds
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        await().atMost(Duration.ofSeconds(3)).until(() -> news().size() == 2);
        assertThat(telegram.calls(EDIT)).isZero();
        await().atMost(PATIENCE).until(() -> news().getFirst().text().contains("More in the message below."));
        assertThat(telegram.calls(EDIT))
                .as("the edit that a later one replaced")
                .isEqualTo(1);
    }

    @Test
    void unseenStartIsReportedWithTheEnd() {
        telegram.faults().failAlways(new Fault.Status(502, null));
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> failedOnce());
        LAB.send(progress(30)).statusCode(200);
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        telegram.faults().clear();
        await().atMost(PATIENCE)
                .until(() -> news().stream()
                                .filter(message -> message.text().contains("epoch 3 done"))
                                .count()
                        == 1);
        // A start that was on its way when the end came may still arrive, and says by then that the task has ended.
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> news().size() <= 2);
        assertThat(news()).allSatisfy(message -> assertThat(message.text()).contains("job-" + uid + " succeeded"));
    }

    @Test
    void firstMessageShowsTheLatestProgress() {
        telegram.faults().failAlways(new Fault.Status(502, null));
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> failedOnce());
        LAB.send(progress(40)).statusCode(200);
        telegram.faults().clear();
        await().atMost(PATIENCE).until(() -> told("is at 40 %"));
        assertThat(news()).hasSize(1);
    }

    @Test
    void deletedMessageIsNotSentAgain() {
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("started"));
        telegram.delete(chat, news().getFirst().id());
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        await().atMost(PATIENCE).until(() -> telegram.calls(EDIT) == 1);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).until(() -> news().size() == 1);
        assertThat(news().getFirst().text()).contains("epoch 3 done");
    }

    @Test
    void editOfADeadReplicaIsSentByAnother() {
        LAB.send(started()).statusCode(200);
        await().atMost(PATIENCE).until(() -> told("started"));
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE delivery SET state = 'pending', live_version = live_version + 1, priority = 3,
                            message = jsonb_set(message, '{title}', '"what it was about to say"'),
                            due_at = now(), finished_at = NULL, claimed_until = now() - interval '1 minute'
                        WHERE task_uid = :task AND live_at IS NOT NULL
                        """)
                .bind("task", uid)
                .execute());
        await().atMost(PATIENCE).until(() -> told("what it was about to say"));
        assertThat(news()).hasSize(1);
    }

    @Test
    void channelWithoutEditsGetsStartAndEndOnly() {
        try (WebhookSink sink = WebhookSink.start()) {
            String hook = "hook-" + uid;
            LAB.register("ml", hook, sink);
            String other = uid + "-h";
            LAB.send(begun(LAB.event(other, "started", route(hook)))).statusCode(200);
            LAB.send(progress(other, 50, hook)).statusCode(200);
            LAB.send(LAB.succeeded(other, hook)).statusCode(200);
            await().atMost(PATIENCE).until(() -> sink.accepted().size() == 2);
            assertThat(sink.accepted()).noneMatch(request -> request.body().contains("progress.v1"));
        }
    }

    @Test
    void progressAfterTheEndIsIgnored() {
        LAB.send(LAB.succeeded(uid, channel)).statusCode(200);
        await().atMost(PATIENCE).until(() -> news().size() == 1);
        LAB.send(progress(99)).statusCode(200);
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).until(() -> news().size() == 1);
    }

    private String started() {
        return begun(LAB.event(uid, "started", route(channel)));
    }

    private static String begun(String event) {
        return event.replace("02:40:00Z", "00:00:00Z");
    }

    private String progress(int percent) {
        return progress(uid, percent, channel);
    }

    private static String progress(String task, int percent, String channel) {
        return LAB.event(
                        task,
                        "progress",
                        ",\"progress\":{\"fraction\":" + percent / 100.0
                                + ",\"text\":\"loss 1.8\",\"remaining\":\"PT20M\"}" + route(channel))
                .replace("/0/progress", "/0/progress/" + percent)
                .replace("02:40:00Z", "00:%02d:00Z".formatted(percent / 2));
    }

    private static String route(String channel) {
        return ",\"route\":[{\"channel\":{\"namespace\":\"ml\",\"name\":\"" + channel + "\"},\"live\":true}]";
    }

    /** What the bot wrote about the task; it also greets the stranger who opened the chat. */
    private List<ChatMessage> news() {
        return telegram.fromBot(chat).stream()
                .filter(message ->
                        message.text().contains(uid) || message.text().contains("about to say"))
                .toList();
    }

    private boolean told(String words) {
        return news().stream().anyMatch(message -> message.text().contains(words));
    }

    private boolean failedOnce() {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM delivery WHERE task_uid = :task AND attempts > 0")
                        .bind("task", uid)
                        .mapTo(Integer.class)
                        .one())
                > 0;
    }
}

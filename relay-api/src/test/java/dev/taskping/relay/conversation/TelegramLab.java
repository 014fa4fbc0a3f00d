package dev.taskping.relay.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A simulated Telegram with a channel of the test cluster on it. */
public final class TelegramLab implements AutoCloseable {

    public static final Person MIA = new Person(1001, "Mia T.");
    public static final Person TOM = new Person(1002, "Tom T.");
    public static final Person EVE = new Person(666, "Eve");

    private static final Map<String, String> USUAL = Map.of("Mia", "launcher", "Tom", "viewer");

    public final TelegramSimulator telegram = TelegramSimulator.start();
    public final String channel = "telegram-" + UUID.randomUUID();

    /** Registers the channel with Mia, who may launch, and Tom, who may read. */
    public JsonPath register() {
        return register("ml", USUAL);
    }

    public JsonPath register(String namespace, Map<String, String> roles) {
        // This Telegram has no limits, and these tests are about what is said, not when.
        return register(namespace, roles, 1_000, Duration.ofSeconds(1));
    }

    /** Registers the channel with Mia and Tom again, at another pace. */
    public void pace(int messages, Duration per) {
        register("ml", USUAL, messages, per);
    }

    private JsonPath register(String namespace, Map<String, String> roles, int messages, Duration per) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("type", "telegram");
        settings.put("botToken", telegram.token());
        settings.put("apiUrl", telegram.url().toString());
        List<Map<String, String>> people = roles.entrySet().stream()
                .map(role -> Map.of("name", role.getKey(), "role", role.getValue()))
                .toList();
        return TestCluster.LAB
                .request()
                .body(Map.of(
                        "settings",
                        settings,
                        "people",
                        people,
                        "rate",
                        Map.of("messages", messages, "per", per.toString())))
                .put("/v1/channels/" + namespace + "/" + channel)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public String code(JsonPath state, String name) {
        return state.getString("people.find { it.name == '" + name + "' }.code");
    }

    /** Pairs as somebody with another role than usual; the others keep theirs. */
    public void pairAs(Person person, String name, String role) {
        Map<String, String> roles = new HashMap<>(USUAL);
        roles.put(name, role);
        telegram.say(person, "/start " + code(register("ml", roles), name));
        awaitMessage(person, "Hello " + name);
    }

    /** Tells of a running task and waits until its message is there. */
    public ChatMessage started(Person reader, String uid) {
        TestCluster.LAB.send(TestCluster.LAB.started(uid, channel)).statusCode(200);
        return awaitMessage(reader, "job-" + uid + " started");
    }

    /** Pairs and waits for the welcome. */
    public void pair(Person person, String name) {
        telegram.say(person, "/start " + code(register(), name));
        awaitMessage(person, "Hello " + name);
    }

    /** Tells of a finished task and waits until its message is there. */
    public ChatMessage finished(Person reader, String uid) {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, channel)).statusCode(200);
        return awaitMessage(reader, "job-" + uid + " succeeded");
    }

    public ChatMessage awaitMessage(Person person, String words) {
        return awaitMessage(person.id(), words);
    }

    public ChatMessage awaitMessage(long chat, String words) {
        await("a message with '" + words + "'").untilAsserted(() -> assertThat(telegram.fromBot(chat))
                .extracting(ChatMessage::text)
                .anySatisfy(text -> assertThat(text).contains(words)));
        return telegram.fromBot(chat).stream()
                .filter(message -> message.text().contains(words))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Waits until everything said so far was acknowledged. */
    public void awaitQuiet() {
        await().until(() -> telegram.pendingUpdates() == 0);
    }

    @Override
    public void close() {
        TestCluster.LAB.request().delete("/v1/channels/ml/" + channel);
        telegram.close();
    }
}

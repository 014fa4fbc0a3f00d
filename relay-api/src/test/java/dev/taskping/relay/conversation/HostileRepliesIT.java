package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.EVE;
import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static dev.taskping.relay.conversation.TelegramLab.TOM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.Person;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile and malformed answers, through the hook that Telegram pushes to: each gets a clear reply, or none where the person is a
 * stranger; nothing is launched; everything is audited. What only the cluster can refuse (types, bounds, who may launch a
 * template) is refused in the operator's LaunchIT; forged requests are in {@link HostileHooksIT}.
 */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRepliesIT {

    @Inject
    Jdbi jdbi;

    private final String namespace = "hostile-" + UUID.randomUUID();
    private final TelegramLab lab = new TelegramLab();
    private final TelegramLab other = new TelegramLab();
    private final TelegramPush push = new TelegramPush(() -> jdbi, lab);
    private String used = "";

    /** Where the relay listens is known only while a test runs, so the first one sets up. */
    @BeforeEach
    void pairAndBan() {
        if (!used.isEmpty()) {
            return;
        }
        JsonPath state = lab.register(namespace, Map.of("Mia", "launcher", "Tom", "viewer"));
        used = lab.code(state, "Mia");
        say(MIA, "/start " + used);
        say(TOM, "/start " + lab.code(state, "Tom"));
        other.pair(EVE, "Mia");
        TestCluster.admin().body(Map.of("pattern", "xmrig")).post("/v1/bans");
        TestCluster.LAB
                .send(TestCluster.LAB
                        .succeeded("task-of-" + namespace, lab.channel)
                        .replace("\"ml\"", "\"" + namespace + "\"")
                        .replace("/namespaces/ml/", "/namespaces/" + namespace + "/"))
                .statusCode(200);
    }

    @AfterAll
    void stop() {
        lab.telegram.close();
        other.telegram.close();
    }

    /** Each row by itself: otherwise the first ones would have the rest ignored. */
    @BeforeEach
    void forgive() {
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM request_window");
            handle.execute("DELETE FROM lockout");
        });
    }

    static Stream<HostileTexts> words() {
        return HostileTexts.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("words")
    @Attack(
            by = Attacker.MEMBER,
            tries = "texts that are meant to confuse the parser",
            gets = "refused with a clear answer and audited; nothing is launched")
    void hostileTextOfAMemberIsHandled(HostileTexts row) {
        Trace before = Trace.of(jdbi);
        String reply = say(MIA, row.words());
        assertThat(reply).contains(row.reply());
        before.assertRefused(jdbi, "telegram:1001");
    }

    /** What somebody does who may not, and what comes back. */
    static Stream<Arguments> attempts() {
        return Stream.of(
                attempt("a viewer launches", "telegram:1002", "needs the role", it -> it.say(TOM, "launch evaluate")),
                attempt("a viewer retries", "telegram:1002", "needs the role", it -> it.say(TOM, "retry")),
                attempt("a viewer mutes", "telegram:1002", "needs the role", it -> it.say(TOM, "mute 1h")),
                attempt("a viewer stops", "telegram:1002", "needs the role", it -> it.say(TOM, "stop")),
                attempt("a launcher stops", "telegram:1001", "needs the role", it -> it.say(MIA, "stop")),
                attempt("a launcher keeps", "telegram:1001", "needs the role", it -> it.say(MIA, "keep")),
                attempt("a launcher extends", "telegram:1001", "needs the role", it -> it.say(MIA, "extend 2h")),
                attempt("yes to nothing", "telegram:1001", "", it -> it.say(MIA, "yes")),
                attempt("a choice of nothing", "telegram:1001", "", it -> it.say(MIA, "7")),
                attempt("a stranger launches", "telegram:666", "", it -> it.say(EVE, "launch evaluate")),
                attempt("a stranger guesses a code", "telegram:666", "", it -> it.say(EVE, "/start 0000000000")),
                attempt(
                        "a stranger injects SQL for a code",
                        "telegram:666",
                        "",
                        it -> it.say(EVE, "/start x'OR'1'='1")),
                attempt("a used code", "telegram:666", "already been used", it -> it.say(EVE, "/start " + it.used)),
                attempt(
                        "the code of another person",
                        "telegram:1002",
                        "already been used",
                        it -> it.say(TOM, "/start " + it.used)),
                attempt("an unknown button", "telegram:1001", "", it -> it.press(MIA, "no-such-button")),
                attempt("SQL for a button", "telegram:1001", "", it -> it.press(MIA, "' OR 1=1 --")),
                attempt("a command for a button", "telegram:1001", "", it -> it.press(MIA, "launch evaluate")),
                attempt("a stranger presses a member's button", "telegram:666", "", it -> it.press(EVE, it.button())),
                attempt("a viewer presses the button", "telegram:1002", "", it -> it.press(TOM, it.button())),
                attempt(
                        "a button of another bot's chat",
                        "telegram:1001",
                        "",
                        it -> it.press(MIA, it.foreignButton())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attempts")
    @Attack(
            by = Attacker.MEMBER,
            tries = "more than the role allows, a used pairing code, or a button of another chat",
            gets = "refused and audited; nothing is launched")
    @Attack(
            by = Attacker.SENDER,
            tries = "to launch, to guess a pairing code, or to press a member's button",
            gets = "refused and audited; nothing is launched")
    void attemptWithoutPermissionIsRefused(Function<HostileRepliesIT, String> attempt, String account, String reply) {
        Trace before = Trace.of(jdbi);
        assertThat(attempt.apply(this)).contains(reply);
        before.assertRefused(jdbi, account);
    }

    private static Arguments attempt(
            String name, String account, String reply, Function<HostileRepliesIT, String> attempt) {
        return Arguments.of(Named.of(name, attempt), account, reply);
    }

    private String say(Person person, String words) {
        return push.say(person, words);
    }

    private String press(Person person, String data) {
        return push.press(person, data);
    }

    /** The button below the news of the task. */
    private String button() {
        return action("task-of-" + namespace);
    }

    private String foreignButton() {
        String uid = UUID.randomUUID().toString();
        ChatMessage message = other.finished(EVE, uid);
        assertThat(message.text()).contains(uid);
        return action(uid);
    }

    private String action(String uid) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM action WHERE task_uid = :uid LIMIT 1")
                .bind("uid", uid)
                .mapTo(String.class)
                .one());
    }
}

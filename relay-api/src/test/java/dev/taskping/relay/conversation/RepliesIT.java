package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.EVE;
import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static dev.taskping.relay.conversation.TelegramLab.TOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.PollerSupervisor;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator.Told;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepliesIT {

    @Inject
    Jdbi jdbi;

    @Inject
    PollerSupervisor pollers;

    private final TelegramLab lab = new TelegramLab();
    private final String uid = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void repeatedUpdatesAndPressesAreOneCommand() {
        lab.pair(MIA, "Mia");
        ChatMessage message = lab.finished(MIA, uid);

        Told first = lab.telegram.press(MIA.id(), MIA, message.id(), "▶ Launch evaluate");
        lab.telegram.redeliver(first.updateId(), 4);
        Told second = lab.telegram.press(MIA.id(), MIA, message.id(), "▶ Launch evaluate");
        Told third = lab.telegram.press(MIA.id(), MIA, message.id(), "▶ Launch evaluate");

        await().untilAsserted(() -> assertThat(lab.telegram.answerTo(third)).isPresent());
        lab.awaitQuiet();
        assertThat(lab.telegram.answerTo(first))
                .hasValueSatisfying(said -> assertThat(said).contains("evaluate waits for its cluster"));
        assertThat(lab.telegram.answerTo(second))
                .hasValueSatisfying(said -> assertThat(said).contains("evaluate", "asked by Mia"));
        assertThat(commands()).singleElement().satisfies(command -> assertThat(command)
                .containsEntry("namespace", "ml")
                .containsEntry("cluster", "lab")
                .containsEntry("template", "evaluate")
                .containsEntry("checkpoint", "best")
                .containsEntry("requester", "Mia")
                .containsEntry("identity", "telegram:1001")
                .containsEntry("edit_reference", Long.toString(message.id())));
        assertThat(decisions("Mia (telegram:1001)", "launch evaluate")).contains("accepted", "repeated");
    }

    @Test
    void repeatedTextIsOneCommand() {
        lab.pair(MIA, "Mia");
        ChatMessage message = lab.finished(MIA, uid);

        Told told = lab.telegram.say(MIA.id(), MIA, "Launch next lr=0.1", message.id());
        lab.telegram.redeliver(told.updateId(), 4);
        await().until(() -> !commands().isEmpty());
        lab.awaitQuiet();

        assertThat(commands()).singleElement().satisfies(command -> assertThat(command)
                .containsEntry("template", "evaluate")
                .containsEntry("lr", "0.1")
                .containsEntry("reply_reference", told.id()));
    }

    @Test
    void strangerIsRefusedOnce() {
        lab.pair(MIA, "Mia");
        ChatMessage message = lab.finished(MIA, uid);

        lab.telegram.say(EVE, "launch next");
        lab.awaitMessage(EVE, "only people who were invited");
        lab.telegram.say(EVE, "/start 0000000000");
        lab.telegram.say(EVE, "please");
        Told press = lab.telegram.press(MIA.id(), EVE, message.id(), "▶ Launch evaluate");
        await().untilAsserted(() -> assertThat(lab.telegram.answerTo(press)).contains(""));
        lab.awaitQuiet();

        lab.telegram.say(MIA, "help");
        lab.awaitMessage(MIA, "What you can say");
        assertThat(lab.telegram.fromBot(EVE.id())).hasSize(1);
        assertThat(commands()).isEmpty();
    }

    @Test
    void viewerReadsButCannotLaunch() {
        lab.pair(MIA, "Mia");
        lab.pair(TOM, "Tom");
        ChatMessage message = lab.finished(MIA, uid);

        lab.telegram.say(TOM, "launch evaluate");
        lab.awaitMessage(TOM, "needs the role launcher; yours here is viewer");
        Told press = lab.telegram.press(MIA.id(), TOM, message.id(), "▶ Launch evaluate");
        await().untilAsserted(() -> assertThat(lab.telegram.answerTo(press))
                .hasValueSatisfying(said -> assertThat(said).contains("needs the role launcher")));
        lab.telegram.say(TOM, "logs 5");
        assertThat(lab.awaitMessage(TOM, "Log of job-" + uid).text()).contains("epoch 3 done");
        lab.telegram.say(TOM, "status");
        lab.awaitMessage(TOM, "job-" + uid + " succeeded");

        assertThat(commands()).isEmpty();
        assertThat(decisions("Tom (telegram:1002)", "launch evaluate")).containsExactly("refused", "refused");
    }

    @Test
    void pairingCodeWorksOnce() {
        String code = lab.code(lab.register(), "Mia");
        assertThat(lab.code(lab.register(), "Mia")).as("registered again").isEqualTo(code);
        lab.telegram.say(MIA, "/start " + code.toLowerCase(Locale.ROOT));
        lab.awaitMessage(MIA, "Hello Mia");

        lab.telegram.say(EVE, "/start " + code);
        lab.awaitMessage(EVE, "already been used");
        lab.telegram.say(EVE, "launch next");
        lab.awaitMessage(EVE, "only people who were invited");
        assertThat(lab.register().getBoolean("people.find { it.name == 'Mia' }.paired"))
                .isTrue();
    }

    @Test
    void pairingCodeExpires() {
        String code = lab.code(lab.register(), "Mia");
        jdbi.useHandle(handle -> handle.execute("UPDATE pairing SET expires_at = now() - interval '1 second'"));
        lab.telegram.say(MIA, "/start " + code);
        lab.awaitMessage(MIA, "has expired");

        String fresh = lab.code(lab.register(), "Mia");
        assertThat(fresh).isNotEqualTo(code);
        lab.telegram.say(MIA, "/start " + fresh);
        lab.awaitMessage(MIA, "Hello Mia");
    }

    @Test
    void messageThatWaitedForPairingArrives() {
        lab.register();
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.channel)).statusCode(200);
        lab.pair(MIA, "Mia");
        lab.awaitMessage(MIA, "job-" + uid + " succeeded");
        assertThat(lab.register().getString("reason")).isEqualTo("Verified");
    }

    @Test
    void personOfAnotherNamespaceHasNoRightsHere() {
        lab.pair(MIA, "Mia");
        lab.finished(MIA, uid);
        try (TelegramLab other = new TelegramLab()) {
            // Eve may create channels in her own namespace, and names Mia there to get her code.
            String code = other.code(other.register("eves", Map.of("Mia", "launcher")), "Mia");
            other.telegram.say(EVE, "/start " + code);
            other.awaitMessage(EVE, "Hello Mia");
        }
        lab.telegram.say(EVE, "launch evaluate");
        lab.awaitMessage(EVE, "only people who were invited");
        assertThat(commands()).isEmpty();
    }

    @Test
    void roleInAGroupIsThePersonsRole() {
        long group = -4711;
        lab.telegram.addGroup(group, "ML team");
        String code = lab.code(lab.register(), "Mia");
        lab.telegram.say(group, MIA, "/start@taskping_bot " + code, null);
        lab.awaitMessage(group, "Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.channel)).statusCode(200);
        ChatMessage message = lab.awaitMessage(group, "job-" + uid + " succeeded");

        int before = lab.telegram.fromBot(group).size();
        lab.telegram.say(group, EVE, "shall we have lunch?", null);
        Told eve = lab.telegram.press(group, EVE, message.id(), "▶ Launch evaluate");
        Told mia = lab.telegram.press(group, MIA, message.id(), "▶ Launch evaluate");
        await().untilAsserted(() -> assertThat(lab.telegram.answerTo(mia))
                .hasValueSatisfying(said -> assertThat(said).contains("evaluate waits for its cluster")));

        assertThat(lab.telegram.answerTo(eve))
                .hasValueSatisfying(said -> assertThat(said).contains("invited"));
        assertThat(commands()).singleElement().satisfies(command -> assertThat(command)
                .containsEntry("requester", "Mia"));
        assertThat(lab.telegram.fromBot(group)).hasSize(before);
    }

    @Test
    void commandsOfOtherBotsAndAnonymousAdministratorsDoNothing() {
        long group = -4712;
        lab.telegram.addGroup(group, "ML team");
        String code = lab.code(lab.register(), "Mia");
        lab.telegram.sayAnonymously(group, "/start@taskping_bot " + code, null);
        // The channel has no chat yet, so that nobody can be told where.
        lab.telegram.say(group, MIA, "/start@taskping_bot " + code, null);
        lab.awaitMessage(group, "Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.channel)).statusCode(200);
        ChatMessage message = lab.awaitMessage(group, "job-" + uid + " succeeded");
        int before = lab.telegram.fromBot(group).size();

        for (String said : List.of(
                "/stop@deploy_bot", "/launch@deploy_bot evaluate", "/weather", "/lunch@deploy_bot", "/poll a")) {
            lab.telegram.say(group, MIA, said, null);
            lab.telegram.say(group, EVE, said, null);
            lab.telegram.sayAnonymously(group, said, null);
        }
        lab.telegram.say(group, MIA, "/launch@deploy_bot evaluate", message.id());
        for (String said :
                List.of("/launch evaluate", "/launch@taskping_bot evaluate", "@taskping_bot launch evaluate")) {
            lab.telegram.sayAnonymously(group, said, message.id());
        }
        lab.awaitMessage(group, "Write as yourself");
        lab.awaitQuiet();
        lab.telegram.say(group, MIA, "@taskping_bot help", null);
        lab.awaitMessage(group, "What you can say");

        assertThat(commands()).isEmpty();
        assertThat(lab.telegram.fromBot(group)).hasSize(before + 2);
    }

    @Test
    void updatesWhoseNumbersBeginAnewAreHandledOnce() {
        lab.pair(MIA, "Mia");
        lab.awaitQuiet();
        lab.telegram.restartUpdateNumbers(7);
        lab.telegram.say(MIA, "help");
        lab.awaitMessage(MIA, "What you can say");
        lab.awaitQuiet();
        int calls = lab.telegram.calls("getUpdates");

        lab.telegram.say(MIA, "status");
        lab.awaitQuiet();

        assertThat(lab.telegram.calls("getUpdates")).isLessThan(calls + 10);
    }

    /** Asking is better than launching what follows another task. */
    @Test
    void answerToADigestIsAskedForTheTask() {
        lab.pair(MIA, "Mia");
        lab.pace(1, Duration.ofSeconds(2));
        String[] ends = IntStream.range(0, 6)
                .mapToObj(number -> TestCluster.LAB.succeeded(uid + "-" + number, lab.channel))
                .toArray(String[]::new);
        TestCluster.LAB.send(ends).statusCode(200);
        ChatMessage digest = lab.awaitMessage(MIA, "tasks: ");
        int before = commands().size();

        lab.telegram.say(MIA.id(), MIA, "launch next", digest.id());

        lab.awaitMessage(MIA, "That message is about several tasks");
        assertThat(commands()).hasSize(before);
    }

    @Test
    void personOverTheRateLimitIsToldOnce() {
        // A person of this test's own: requests are counted by person.
        String code = lab.code(lab.register("ml", Map.of("Rita", "viewer")), "Rita");
        lab.telegram.say(MIA, "/start " + code);
        lab.awaitMessage(MIA, "Hello Rita");
        for (int i = 0; i < 30; i++) {
            lab.telegram.say(MIA, "help");
        }
        lab.awaitMessage(MIA, "You sent more commands than I accept in a minute");
        lab.awaitQuiet();
        await().during(Duration.ofMillis(500)).untilAsserted(() -> assertThat(lab.telegram.fromBot(MIA.id()))
                .filteredOn(message -> !message.text().contains("Hello"))
                .hasSize(21));
    }

    @Test
    void updateSentWhileTheRelayIsDownIsHandledLater() throws InterruptedException {
        lab.pair(MIA, "Mia");
        ChatMessage message = lab.finished(MIA, uid);
        pollers.stop(new ShutdownEvent());
        lab.telegram.press(MIA.id(), MIA, message.id(), "▶ Launch evaluate");
        lab.telegram.say(MIA, "help");
        assertThat(commands()).isEmpty();

        pollers.start(new StartupEvent());

        lab.awaitMessage(MIA, "What you can say");
        assertThat(commands()).hasSize(1);
    }

    @Test
    void textThatIsNoCommandGetsAHint() {
        lab.pair(MIA, "Mia");
        lab.finished(MIA, uid);
        lab.telegram.say(MIA, "launch evalaute");
        lab.awaitMessage(MIA, "Did you mean \"evaluate\"?");
        lab.telegram.say(MIA, "lauch next");
        lab.awaitMessage(MIA, "Did you mean \"launch next\"?");
        assertThat(commands()).isEmpty();
    }

    private List<Map<String, Object>> commands() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT cluster, namespace, reply_reference, edit_reference, verb->>'template' AS template,
                            verb->'parameters'->>'checkpoint' AS checkpoint, verb->'parameters'->>'lr' AS lr,
                            requester->>'name' AS requester, requester->>'identity' AS identity
                        FROM command WHERE task_uid = :uid
                        """)
                .bind("uid", uid)
                .mapToMap()
                .list());
    }

    private List<String> decisions(String who, String what) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT a.decision FROM audit a WHERE a.who = :who AND a.what = :what
                            AND a.at > (SELECT min(created_at) FROM channel WHERE name = :channel) ORDER BY a.id
                        """)
                .bind("who", who)
                .bind("what", what)
                .bind("channel", lab.channel)
                .mapTo(String.class)
                .list());
    }
}

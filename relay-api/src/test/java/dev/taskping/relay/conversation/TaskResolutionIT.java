package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static dev.taskping.relay.conversation.TelegramLab.TOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.tunnel.TunnelFrame.TaskCommand;
import dev.taskping.relay.TestCluster;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands about tasks: which task they are about, and what they do. */
@QuarkusTest
class TaskResolutionIT {

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @Inject
    Jdbi jdbi;

    private final TelegramLab lab = new TelegramLab();
    private final String uid = UUID.randomUUID().toString().substring(0, 8);
    private final String other = uid + "-other";
    private ClusterLab cluster;

    @BeforeEach
    void start() {
        cluster = new ClusterLab(jdbi, tunnel);
        lab.pairAs(MIA, "Mia", "operator");
    }

    @AfterEach
    void stop() {
        cluster.close();
        lab.close();
    }

    @Test
    void stopWithSeveralRunningTasksAsksWhichOne() {
        lab.started(MIA, uid);
        lab.started(MIA, other);
        lab.telegram.say(MIA, "stop");

        ChatMessage question = lab.awaitMessage(MIA, "Which one?");
        assertThat(question.buttonLabels()).containsExactly("stop job-" + other, "stop job-" + uid);
        assertThat(cluster.changes(uid)).isEmpty();

        lab.telegram.press(MIA.id(), MIA, question.id(), "stop job-" + uid);
        TaskCommand change = cluster.awaitChange(uid);
        assertThat(change.action()).isEqualTo(TaskCommand.Action.STOP);
        assertThat(change.taskName()).isEqualTo("job-" + uid);
        assertThat(change.namespace()).isEqualTo("ml");
        assertThat(change.requestedBy().name()).isEqualTo("Mia");
        cluster.done(change.commandId(), "job-" + uid + " is stopped.");
        lab.awaitMessage(MIA, "job-" + uid + " is stopped.");
        assertThat(cluster.changes(other)).isEmpty();
    }

    @Test
    void extendWithOneRunningTaskNamesIt() {
        lab.started(MIA, uid);
        lab.finished(MIA, other);
        lab.telegram.say(MIA, "extend 1h30m");
        lab.awaitMessage(MIA, "Extending job-" + uid + " by 1 h 30 min, the only task here that you can mean");
        TaskCommand change = cluster.awaitChange(uid);
        assertThat(change.action()).isEqualTo(TaskCommand.Action.EXTEND);
        assertThat(change.extendSeconds()).isEqualTo(5_400);
    }

    @Test
    void commandInAnswerIsAboutTheTaskOfTheMessage() {
        ChatMessage message = lab.started(MIA, uid);
        lab.started(MIA, other);
        lab.telegram.say(MIA.id(), MIA, "keep", message.id());
        assertThat(cluster.awaitChange(uid).action()).isEqualTo(TaskCommand.Action.KEEP);
        assertThat(cluster.changes(other)).isEmpty();
    }

    /** A slip of the thumb must not stop what has run for days. */
    @Test
    void stopButtonAsksFirst() {
        ChatMessage message = lab.started(MIA, uid);
        assertThat(message.buttonLabels()).contains("⏹ Stop", "📌 Keep", "⏱ Extend 1 h");
        lab.telegram.press(MIA.id(), MIA, message.id(), "⏹ Stop");
        ChatMessage question = lab.awaitMessage(MIA, "Stop job-" + uid + "?");
        assertThat(cluster.changes(uid)).isEmpty();

        lab.telegram.press(MIA.id(), MIA, question.id(), "⏹ Stop job-" + uid);
        lab.telegram.press(MIA.id(), MIA, question.id(), "⏹ Stop job-" + uid);
        TaskCommand change = cluster.awaitChange(uid);
        lab.awaitQuiet();
        assertThat(cluster.changes(uid)).extracting(TaskCommand::commandId).containsOnly(change.commandId());
    }

    @Test
    void retryLaunchesTheSameJobAgain() {
        ChatMessage message = lab.finished(MIA, uid);
        lab.telegram.say(MIA.id(), MIA, "retry", message.id());
        assertThat(cluster.awaitLaunch(uid, launch -> true).retryOf()).isEqualTo("job-" + uid);
    }

    @Test
    void commandWithoutPermissionNamesTheRequiredRole() {
        lab.pairAs(TOM, "Tom", "launcher");
        lab.started(MIA, uid);
        lab.telegram.say(TOM, "stop");
        lab.awaitMessage(TOM, "\"stop\" needs the role operator; yours here is launcher");
        assertThat(cluster.changes(uid)).isEmpty();
    }

    /** An account that is refused too often is ignored, and the channel's admins are told. */
    @Test
    void repeatedRefusalsLockTheAccountOut() {
        String person = "Tom-" + uid.substring(0, 8);
        lab.telegram.say(
                TOM, "/start " + lab.code(lab.register("ml", Map.of("Mia", "admin", person, "viewer")), person));
        lab.awaitMessage(TOM, "Hello " + person);
        lab.started(MIA, uid);
        for (int i = 0; i < 12; i++) {
            lab.telegram.say(TOM, "stop");
        }
        lab.awaitMessage(MIA, "🔒 " + person + " (telegram:1002) was refused too often");
        await().untilAsserted(() -> assertThat(lab.telegram.fromBot(TOM.id()))
                .filteredOn(message -> message.text().contains("needs the role operator"))
                .hasSize(10));
        lab.awaitQuiet();
        assertThat(lab.telegram.fromBot(TOM.id()))
                .filteredOn(message -> message.text().contains("needs the role operator"))
                .hasSize(10);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM lockout"));
    }

    @Test
    void misspeltTemplateOffersTheLikelyOne() {
        ChatMessage message = lab.finished(MIA, uid);
        lab.telegram.say(MIA.id(), MIA, "launch evalute checkpoint=last", message.id());
        ChatMessage question =
                lab.awaitMessage(MIA, "No template \"evalute\" is known here. Did you mean \"evaluate\"?");
        assertThat(question.buttonLabels()).containsExactly("▶ Launch evaluate", "No, launch evalute");
        assertThat(cluster.launches(uid)).isEmpty();

        lab.telegram.press(MIA.id(), MIA, question.id(), "▶ Launch evaluate");
        assertThat(cluster.awaitLaunch(uid, launch -> "evaluate".equals(launch.template()))
                        .parameters())
                .containsEntry("checkpoint", "last");
    }

    @Test
    void launchWithoutNameOffersTemplates() {
        lab.finished(MIA, uid);
        lab.telegram.say(MIA, "launch");
        ChatMessage question = lab.awaitMessage(MIA, "Launch what?");
        lab.telegram.press(MIA.id(), MIA, question.id(), "▶ Launch evaluate");
        assertThat(cluster.awaitLaunch(uid, launch -> true).parameters()).containsEntry("checkpoint", "best");
    }

    @Test
    void groupTalkIsIgnored() {
        long group = -4712;
        try (TelegramLab ours = new TelegramLab()) {
            ours.telegram.addGroup(group, "ML team");
            String code = ours.code(ours.register("ml", Map.of("Mia", "operator")), "Mia");
            ours.telegram.say(group, MIA, "/start@taskping_bot " + code, null);
            ours.awaitMessage(group, "Hello Mia");
            TestCluster.LAB.send(TestCluster.LAB.started(uid, ours.channel)).statusCode(200);
            ours.awaitMessage(group, "job-" + uid + " started");
            int before = ours.telegram.fromBot(group).size();
            for (String talk : List.of("stop", "yes", "no", "2", "keep", "retry", "launch", "shall we have lunch?")) {
                ours.telegram.say(group, MIA, talk, null);
            }
            ours.telegram.say(group, MIA, "/help", null);
            ours.awaitMessage(group, "What you can say");
            assertThat(ours.telegram.fromBot(group)).hasSize(before + 1);
            assertThat(cluster.changes(uid)).isEmpty();
        }
    }

    @Test
    void mutedTaskSendsOnlyItsEnd() {
        ChatMessage message = lab.started(MIA, uid);
        lab.telegram.say(MIA.id(), MIA, "mute 1h", message.id());
        lab.awaitMessage(MIA, "gets no messages about job-" + uid + " except its end for 1 h");
        TestCluster.LAB
                .send(TestCluster.LAB.event(uid, "started", route()).replace("/0/started", "/1/started"))
                .statusCode(200);
        TestCluster.LAB.send(TestCluster.LAB.started(other, lab.channel)).statusCode(200);
        lab.awaitMessage(MIA, "job-" + other + " started");
        lab.finished(MIA, uid);
        assertThat(started(uid)).isEqualTo(1);
        assertThat(TestCluster.admin()
                        .get("/v1/tasks/" + uid + "/explanation")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("muted by Mia");
    }

    @Test
    void unmutedTaskSendsMessagesAgain() {
        ChatMessage message = lab.started(MIA, uid);
        lab.telegram.say(MIA.id(), MIA, "mute 1h", message.id());
        lab.awaitMessage(MIA, "gets no messages about job-" + uid);
        lab.telegram.say(MIA, "unmute");
        lab.awaitMessage(MIA, "gets messages about job-" + uid + " again");
        TestCluster.LAB
                .send(TestCluster.LAB.event(uid, "started", route()).replace("/0/started", "/1/started"))
                .statusCode(200);
        await().untilAsserted(() -> assertThat(started(uid)).isEqualTo(2));
    }

    private long started(String task) {
        return lab.telegram.fromBot(MIA.id()).stream()
                .filter(message -> message.text().contains("job-" + task + " started"))
                .count();
    }

    private String route() {
        return ",\"route\":[{\"channel\":{\"namespace\":\"ml\",\"name\":\"" + lab.channel + "\"}}]";
    }
}

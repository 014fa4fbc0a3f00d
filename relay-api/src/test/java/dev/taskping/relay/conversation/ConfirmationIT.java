package dev.taskping.relay.conversation;

import static dev.taskping.relay.conversation.TelegramLab.MIA;
import static dev.taskping.relay.conversation.TelegramLab.TOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.protocol.tunnel.TunnelFrame.LaunchCommand;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.telegram.TelegramSimulator.Told;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for confirmation, as the person sees them. */
@QuarkusTest
class ConfirmationIT {

    private static final String QUESTION = "Launch evaluate with checkpoint=best?";

    @TestHTTPResource("/v1/tunnel")
    URI tunnel;

    @Inject
    Jdbi jdbi;

    @Inject
    MeterRegistry metrics;

    private final TelegramLab lab = new TelegramLab();
    private final String uid = UUID.randomUUID().toString();
    private ClusterLab cluster;
    private String command;
    private ChatMessage question;

    @BeforeEach
    void asked() {
        cluster = new ClusterLab(jdbi, tunnel);
        lab.pair(MIA, "Mia");
        ChatMessage message = lab.finished(MIA, uid);
        lab.telegram.press(MIA.id(), MIA, message.id(), "▶ Launch evaluate");
        command = cluster.awaitLaunch(uid, launch -> launch.confirmation() == null)
                .commandId();
        cluster.asksWhether(command, QUESTION);
        question = lab.awaitMessage(MIA, QUESTION);
    }

    @AfterEach
    void stop() {
        cluster.close();
        lab.close();
    }

    @Test
    void requesterConfirmsAndSeesTheResultInTheQuestion() {
        assertThat(question.text()).contains("Only Mia can confirm this, within 5 min");
        assertThat(question.buttonLabels()).containsExactly("✔ Confirm", "✖ Cancel");

        Told first = press(MIA.id(), "✔ Confirm");
        Told second = press(MIA.id(), "✔ Confirm");

        LaunchCommand confirmed = cluster.awaitLaunch(uid, launch -> launch.confirmation() != null);
        assertThat(confirmed.commandId()).isEqualTo(command);
        assertThat(cluster.awaitConfirmation(uid).approved()).isTrue();
        assertThat(cluster.awaitConfirmation(uid).by().name()).isEqualTo("Mia");
        awaitPopUp(first, "Confirmed by Mia");
        awaitPopUp(second, "Confirmed by Mia");
        awaitEdit("Confirmed by Mia: evaluate is on its way");

        cluster.launched(command, "evaluate-x7");
        awaitEdit("🚀 Launched evaluate-x7");
        assertThat(current().buttonLabels()).isEmpty();
        assertThat(decisions("confirm evaluate")).containsExactly("accepted", "refused");
    }

    @Test
    void confirmationByAnotherPersonIsRefused() {
        lab.pairAs(TOM, "Tom", "admin");

        Told toms = lab.telegram.press(MIA.id(), TOM, question.id(), "✔ Confirm");
        awaitPopUp(toms, "Only Mia can confirm this.");
        lab.telegram.say(MIA.id(), TOM, "yes", question.id());
        lab.awaitQuiet();

        assertThat(state()).isEqualTo("awaiting_confirmation");
        assertThat(current().buttonLabels()).containsExactly("✔ Confirm", "✖ Cancel");
        assertThat(decisions("confirm evaluate")).containsExactly("refused");
        assertThat(cluster.launches(uid)).allMatch(launch -> launch.confirmation() == null);
    }

    /** Confirmed from a stolen phone while the cluster is away. */
    @Test
    void confirmedCommandIsWithdrawnWhenTheAccountIsUnpaired() {
        cluster.close();
        await("the relay to notice")
                .until(() -> metrics.get("taskping.tunnels").gauge().value() == 0);
        press(MIA.id(), "✔ Confirm");
        await().until(() -> state().equals("pending"));

        lab.telegram.say(MIA, "/unpair");
        lab.awaitMessage(MIA, "This account is no longer Mia's");
        assertThat(state()).isEqualTo("rejected");
        awaitEdit("Not launched: the account that asked for it was unpaired.");
    }

    @Test
    void declinedCommandStaysDeclined() {
        Told cancel = press(MIA.id(), "✖ Cancel");
        awaitPopUp(cancel, "Cancelled by Mia");
        assertThat(cluster.awaitConfirmation(uid).approved()).isFalse();
        cluster.rejected(command, "Declined", "Mia said that it was not meant.");
        awaitEdit("Not launched: Mia said that it was not meant.");

        String confirm = actionOf("true");
        Told late = lab.telegram.pressData(MIA.id(), MIA, question.id(), confirm);
        awaitPopUp(late, "Not launched: Mia said that it was not meant.");
        assertThat(state()).isEqualTo("rejected");
    }

    @Test
    void lateConfirmationLaunchesNothing() {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE command SET expires_at = now() - interval '1 second' WHERE id = ?::uuid", command));
        Told late = press(MIA.id(), "✔ Confirm");
        await().untilAsserted(() -> assertThat(lab.telegram.answerTo(late)).hasValueSatisfying(said -> assertThat(said)
                .containsAnyOf("question has expired", "evaluate was not confirmed within")));
        awaitEdit("Not launched: evaluate was not confirmed within");
        assertThat(current().buttonLabels()).isEmpty();
        assertThat(state()).isEqualTo("expired");
        assertThat(cluster.launches(uid)).allMatch(launch -> launch.confirmation() == null);
    }

    @Test
    void yesInAnswerConfirmsLikeTheButton() {
        lab.telegram.say(MIA.id(), MIA, "yes", question.id());
        assertThat(cluster.awaitConfirmation(uid).approved()).isTrue();
        awaitEdit("Confirmed by Mia");
    }

    @Test
    void noInANewMessageAnswersTheOnlyOpenQuestion() {
        lab.telegram.say(MIA, "no");
        assertThat(cluster.awaitConfirmation(uid).approved()).isFalse();
        cluster.rejected(command, "Declined", "Mia said that it was not meant.");
        awaitEdit("Not launched");
        lab.telegram.say(MIA, "2");
        lab.awaitMessage(MIA, "Not launched: Mia said");
    }

    @Test
    void guessedOrStolenActionIsRefused() {
        String confirm = actionOf("true");
        try (TelegramLab elsewhere = new TelegramLab()) {
            elsewhere.pair(TOM, "Tom");
            elsewhere.finished(TOM, uid + "-other");
            ChatMessage any = elsewhere.awaitMessage(TOM, "succeeded");
            Told stolen = elsewhere.telegram.pressData(TOM.id(), TOM, any.id(), confirm);
            await().untilAsserted(() ->
                    assertThat(elsewhere.telegram.answerTo(stolen)).contains("This button no longer works."));
        }
        assertThat(state()).isEqualTo("awaiting_confirmation");
    }

    private Told press(long chat, String label) {
        return lab.telegram.press(chat, MIA, question.id(), label);
    }

    private void awaitPopUp(Told told, String words) {
        await().untilAsserted(() -> assertThat(lab.telegram.answerTo(told))
                .hasValueSatisfying(said -> assertThat(said).contains(words)));
    }

    private void awaitEdit(String words) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(current().text()).contains(QUESTION, words));
    }

    private ChatMessage current() {
        return lab.telegram.messages(MIA.id()).stream()
                .filter(message -> message.id() == question.id())
                .findFirst()
                .orElseThrow();
    }

    private String state() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT state FROM command WHERE id = :id::uuid")
                .bind("id", command)
                .mapTo(String.class)
                .one());
    }

    private String actionOf(String meant) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT id FROM action WHERE verb->>'command' = :command AND verb->>'meant' = :meant")
                .bind("command", command)
                .bind("meant", meant)
                .mapTo(String.class)
                .one());
    }

    private List<String> decisions(String what) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT decision FROM audit WHERE what = :what
                            AND at > (SELECT created_at FROM channel WHERE name = :channel) ORDER BY id
                        """)
                .bind("what", what)
                .bind("channel", lab.channel)
                .mapTo(String.class)
                .list());
    }
}

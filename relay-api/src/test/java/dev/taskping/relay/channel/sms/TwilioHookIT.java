package dev.taskping.relay.channel.sms;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.HookLab;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.testkit.simulator.twilio.TextMessage;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TwilioHookIT {

    private static final String MIA = "+491701234567";
    private static final String EVE = "+491706666666";

    @Inject
    Jdbi jdbi;

    @Inject
    RelayConfiguration relay;

    private final String uid = UUID.randomUUID().toString();
    private final TwilioSimulator twilio = TwilioSimulator.start(0, "AC" + "0".repeat(31) + "1", "auth-token-" + uid);
    private HookLab lab;
    private JsonPath state;

    @BeforeEach
    void register() {
        lab = HookLab.of(jdbi, "twilio");
        state = lab.register(Map.of(
                "type",
                "sms",
                "accountSid",
                twilio.accountSid(),
                "authToken",
                twilio.authToken(),
                "from",
                TwilioSimulator.NUMBER,
                "to",
                MIA,
                "apiUrl",
                twilio.url().toString()));
    }

    @AfterEach
    void stop() {
        lab.delete();
        twilio.close();
    }

    @Test
    void whoHasPairedMayLaunchByATextMessage() {
        assertThat(state.getString("people[0].link"))
                .isEqualTo("sms:" + TwilioSimulator.NUMBER + "?body=%2Fstart%20" + state.getString("people[0].code"));
        assertThat(text(MIA, "/start " + state.getString("people[0].code"))).isEqualTo(200);
        awaitMessage(MIA, "Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        assertThat(awaitMessage(MIA, "job-" + uid + " succeeded").segments()).isEqualTo(1);

        text(MIA, "launch next");

        awaitMessage(MIA, "evaluate waits for its cluster");
        assertThat(lab.launches(uid)).containsExactly("evaluate");
    }

    @Test
    void whereThereAreNoButtonsANumberChooses() {
        text(MIA, "/start " + state.getString("people[0].code"));
        awaitMessage(MIA, "Hello Mia");
        String other = uid + "-b";
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        awaitMessage(MIA, "job-" + uid + " succeeded");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(other, lab.name())).statusCode(200);
        awaitMessage(MIA, "job-" + other + " succeeded");

        text(MIA, "retry");
        assertThat(awaitMessage(MIA, "Answer with the number").body())
                .contains("1: retry job-" + other, "2: retry job-" + uid);
        text(MIA, "3");
        awaitMessage(MIA, "no open question for you here");
        text(MIA, "2");
        text(MIA, "2");

        awaitMessage(MIA, "job-" + uid + " again waits for its cluster");
        assertThat(retries(uid)).containsExactly("job-" + uid);
        assertThat(retries(other)).isEmpty();
    }

    private List<String> retries(String task) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT verb->>'job' FROM command WHERE task_uid = :uid")
                .bind("uid", task)
                .mapTo(String.class)
                .list());
    }

    @Test
    void strangersAreRefusedOnce() {
        text(EVE, "status");
        text(EVE, "launch next");
        awaitMessage(EVE, "people who were invited");
        assertThat(twilio.messages())
                .filteredOn(message -> message.to().equals(EVE))
                .hasSize(1);
    }

    @Test
    void whatACarrierLosesIsADeadLetter() {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        TextMessage message = awaitMessage(MIA, "job-" + uid + " succeeded");
        await().until(() -> lab.deliveries(uid).equals(List.of("delivered")));
        whatACarrierLosesIsADeadLetter(message, lab.path());
    }

    @Test
    void theAddressIsShownAndThoseFromBeforeStillAnswer() {
        assertThat(state.getString("hookUrl")).isEqualTo(publicUrl() + lab.path());
        URI former = URI.create(publicUrl() + lab.formerPath());
        assertThat(twilio.text(MIA, "help", former, lab.at(lab.formerPath()))).isEqualTo(200);
        assertThat(twilio.text(MIA, "help", former, lab.address())).isEqualTo(404);
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        TextMessage message = awaitMessage(MIA, "job-" + uid + " succeeded");
        await().until(() -> lab.deliveries(uid).equals(List.of("delivered")));
        whatACarrierLosesIsADeadLetter(message, "/hooks/twilio/status/" + lab.deliveryId(uid));
    }

    private void whatACarrierLosesIsADeadLetter(TextMessage message, String path) {
        assertThat(twilio.lose(message.sid(), 30005, URI.create("https://forged.example.org" + path), lab.at(path)))
                .isEqualTo(404);
        assertThat(lab.deliveries(uid)).containsExactly("delivered");

        assertThat(twilio.lose(message.sid(), 30005, URI.create(publicUrl() + path), lab.at(path)))
                .isEqualTo(204);
        assertThat(lab.deliveries(uid))
                .containsExactly(
                        "dead: Twilio says: undelivered (30005). Correct sms.to: it must be a number in E.164 that"
                                + " exists.");
    }

    @Test
    void tellsNothingToWhoeverCannotSign() {
        URI elsewhere = URI.create("https://elsewhere.example.org" + lab.path());
        assertThat(twilio.text(MIA, "help", elsewhere, lab.address())).isEqualTo(404);
        given().contentType("application/x-www-form-urlencoded")
                .formParam("From", MIA)
                .formParam("Body", "help")
                .post(lab.path())
                .then()
                .statusCode(404);
        given().contentType("application/x-www-form-urlencoded")
                .formParam("From", MIA)
                .post("/hooks/twilio/" + TestCluster.ID + "/ml/no-such-channel")
                .then()
                .statusCode(404);
    }

    private int text(String from, String text) {
        return twilio.text(from, text, URI.create(publicUrl() + lab.path()), lab.address());
    }

    private String publicUrl() {
        return relay.publicUrl().toString().replaceAll("/+$", "");
    }

    private TextMessage awaitMessage(String to, String words) {
        await("a message with '" + words + "'")
                .untilAsserted(() -> assertThat(twilio.messages()).anySatisfy(message -> {
                    assertThat(message.to()).isEqualTo(to);
                    assertThat(message.body()).contains(words);
                }));
        return twilio.messages().stream()
                .filter(message -> message.to().equals(to) && message.body().contains(words))
                .findFirst()
                .orElseThrow();
    }
}

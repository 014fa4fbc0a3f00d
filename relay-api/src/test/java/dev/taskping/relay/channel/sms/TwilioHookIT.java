package dev.taskping.relay.channel.sms;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.HookLab;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.testkit.Attack;
import dev.taskping.testkit.Attacker;
import dev.taskping.testkit.simulator.twilio.TextMessage;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
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

    /** Anybody can send a text message in Mia's name, but what TaskPing answers is shown on her telephone only. */
    @Test
    @Attack(
            by = Attacker.SPOOFER,
            tries = "to launch by a text message",
            gets = "a code goes to the real phone; without it nothing is launched")
    void pairedPersonLaunchesByTextMessageAndCode() {
        assertThat(state.getString("people[0].link"))
                .isEqualTo("sms:" + TwilioSimulator.NUMBER + "?body=%2Fstart%20" + state.getString("people[0].code"));
        assertThat(text(MIA, "/start " + state.getString("people[0].code"))).isEqualTo(200);
        awaitMessage(MIA, "Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        assertThat(awaitMessage(MIA, "job-" + uid + " succeeded").segments()).isEqualTo(1);

        text(MIA, "launch next");

        TextMessage question = awaitMessage(MIA, "Answer with the code");
        assertThat(question.body()).contains("launch next (job-" + uid + ")");
        assertThat(question.segments()).isEqualTo(1);
        String code = codes(question).getFirst();
        String other = code.equals("123456") ? "123457" : "123456";
        text(MIA, other);
        awaitMessage(MIA, "No open question has this code");
        text(MIA, "yes");
        text(MIA, "1");
        assertThat(lab.launches(uid)).isEmpty();

        text(MIA, code);
        text(MIA, code);

        awaitMessage(MIA, "evaluate waits for its cluster");
        assertThat(lab.launches(uid)).containsExactly("evaluate");
        assertThat(wrongCodes()).isPositive();
    }

    private int wrongCodes() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM audit WHERE reason = 'wrong code'")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void codeIsValidForMinutes() {
        text(MIA, "/start " + state.getString("people[0].code"));
        awaitMessage(MIA, "Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        awaitMessage(MIA, "job-" + uid + " succeeded");
        text(MIA, "mute 1h");
        String code = codes(awaitMessage(MIA, "Answer with the code")).getFirst();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE action SET expires_at = now() - interval '1 second' WHERE position = :code")
                .bind("code", Integer.parseInt(code))
                .execute());
        text(MIA, code);
        await().untilAsserted(() -> assertThat(twilio.messages())
                .anyMatch(message -> message.body().contains("too old")
                        || message.body().contains("No open question has this code")));
        assertThat(mutes()).isZero();
    }

    @Test
    void queryNeedsNoCode() {
        text(MIA, "/start " + state.getString("people[0].code"));
        awaitMessage(MIA, "Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        awaitMessage(MIA, "job-" + uid + " succeeded");
        text(MIA, "logs 5");
        awaitMessage(MIA, "epoch 3 done");
        assertThat(twilio.messages()).noneMatch(message -> message.body().contains("Answer with the code"));
    }

    private int mutes() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM mute WHERE task_uid = :uid")
                .bind("uid", uid)
                .mapTo(Integer.class)
                .one());
    }

    /** The codes of a question, in the order of what they choose. */
    private static List<String> codes(TextMessage question) {
        return Pattern.compile("(?m)^([1-9][0-9]{5}): ")
                .matcher(question.body())
                .results()
                .map(code -> code.group(1))
                .toList();
    }

    @Test
    void codeChoosesAnOption() {
        text(MIA, "/start " + state.getString("people[0].code"));
        awaitMessage(MIA, "Hello Mia");
        String other = uid + "-b";
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        awaitMessage(MIA, "job-" + uid + " succeeded");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(other, lab.name())).statusCode(200);
        awaitMessage(MIA, "job-" + other + " succeeded");

        text(MIA, "retry");
        TextMessage question = awaitMessage(MIA, "Answer with the code");
        assertThat(question.body()).containsSubsequence(": retry job-" + other, ": retry job-" + uid);
        text(MIA, "2");
        awaitMessage(MIA, "No open question has this code");
        text(MIA, codes(question).getLast());
        text(MIA, codes(question).getLast());

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
    void lostMessageBecomesADeadLetter() {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        TextMessage message = awaitMessage(MIA, "job-" + uid + " succeeded");
        await().until(() -> lab.deliveries(uid).equals(List.of("delivered")));
        assertDeadLetterWhenLost(message, lab.path());
    }

    @Test
    void hookAddressIsShownAndTheOldOnesStillWork() {
        assertThat(state.getString("hookUrl")).isEqualTo(publicUrl() + lab.path());
        URI former = URI.create(publicUrl() + lab.formerPath());
        assertThat(twilio.text(MIA, "help", former, lab.at(lab.formerPath()))).isEqualTo(200);
        assertThat(twilio.text(MIA, "help", former, lab.address())).isEqualTo(404);
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        TextMessage message = awaitMessage(MIA, "job-" + uid + " succeeded");
        await().until(() -> lab.deliveries(uid).equals(List.of("delivered")));
        assertDeadLetterWhenLost(message, "/hooks/twilio/status/" + lab.deliveryId(uid));
    }

    private void assertDeadLetterWhenLost(TextMessage message, String path) {
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
    void unsignedRequestLearnsNothing() {
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

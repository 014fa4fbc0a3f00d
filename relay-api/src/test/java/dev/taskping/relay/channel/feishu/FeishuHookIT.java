package dev.taskping.relay.channel.feishu;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.HookLab;
import dev.taskping.testkit.simulator.feishu.FeishuMessage;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeishuHookIT {

    private static final String MIA = "ou_00000000000000000000000000000001";
    private static final String EVE = "ou_00000000000000000000000000000666";

    @Inject
    Jdbi jdbi;

    private final FeishuSimulator feishu = FeishuSimulator.start();
    private final String uid = UUID.randomUUID().toString();
    private HookLab lab;
    private JsonPath state;

    @BeforeEach
    void subscribe() {
        lab = HookLab.of(jdbi, "feishu");
        Map<String, Object> settings = new HashMap<>();
        settings.put("type", "feishu");
        settings.put("domain", "FEISHU");
        settings.put("appId", feishu.appId());
        settings.put("appSecret", feishu.appSecret());
        settings.put("chatId", feishu.chatId());
        settings.put("verificationToken", "verification-token-" + uid);
        settings.put("encryptKey", "encrypt-key-" + uid);
        settings.put("apiUrl", feishu.url().toString());
        state = lab.register(settings);
        assertThat(feishu.subscribe(lab.address(), "verification-token-" + uid, "encrypt-key-" + uid))
                .contains("challenge-1");
    }

    @AfterEach
    void stop() {
        lab.delete();
        feishu.close();
    }

    @Test
    void pairedPersonLaunchesByButtonAndText() {
        feishu.say(MIA, "/start " + state.getString("people[0].code"), null);
        awaitMessage("Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        FeishuMessage message = awaitMessage("job-" + uid + " succeeded");

        String answer = feishu.press(MIA, message.id(), "▶ Launch evaluate");

        assertThat(answer).contains("toast", "evaluate waits for its cluster");
        assertThat(lab.launches(uid)).containsExactly("evaluate");
        feishu.say(MIA, "status", message.id());
        awaitMessage("job-" + uid);
    }

    @Test
    void strangersAreRefusedOnceAndLaunchNothing() {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        FeishuMessage message = awaitMessage("job-" + uid + " succeeded");

        assertThat(feishu.press(EVE, message.id(), "▶ Launch evaluate")).contains("people who were invited");
        assertThat(feishu.press(EVE, message.id(), "▶ Launch evaluate")).isEqualTo("{}");
        assertThat(lab.launches(uid)).isEmpty();
    }

    @Test
    void unsignedRequestLearnsNothing() {
        String plain =
                "{\"type\":\"url_verification\",\"challenge\":\"c\",\"token\":\"verification-token-" + uid + "\"}";
        given().contentType("application/json")
                .body(plain)
                .post(lab.path())
                .then()
                .statusCode(404);
        assertThat(feishu.subscribe(lab.address(), "verification-token-" + uid, "another key"))
                .isEqualTo("HTTP status 404");
        assertThat(feishu.subscribe(lab.address(), "another token", "encrypt-key-" + uid))
                .isEqualTo("HTTP status 404");
        given().contentType("application/json")
                .body(plain)
                .post("/hooks/feishu/" + TestCluster.ID + "/ml/no-such-channel")
                .then()
                .statusCode(404);
    }

    @Test
    void hookAddressIsShownAndTheOldOneStillWorks() {
        assertThat(state.getString("hookUrl")).startsWith("http").endsWith(lab.path());
        assertThat(feishu.subscribe(lab.at(lab.formerPath()), "verification-token-" + uid, "encrypt-key-" + uid))
                .contains("challenge-2");
        assertThat(feishu.subscribe(lab.at(lab.formerPath()), "verification-token-" + uid, "another key"))
                .isEqualTo("HTTP status 404");
    }

    private FeishuMessage awaitMessage(String words) {
        await("a message with '" + words + "'").untilAsserted(() -> assertThat(feishu.messages())
                .anySatisfy(message -> assertThat(message.content().whole()).contains(words)));
        return feishu.messages().stream()
                .filter(message -> message.content().whole().contains(words))
                .findFirst()
                .orElseThrow();
    }
}

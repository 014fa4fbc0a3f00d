package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.HookLab;
import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SlackHookIT {

    private static final String MIA = "U0000000001";
    private static final String EVE = "U0000000666";

    @Inject
    Jdbi jdbi;

    private final SlackSimulator slack = SlackSimulator.start();
    private final String uid = UUID.randomUUID().toString();
    private HookLab lab;
    private JsonPath state;

    @BeforeEach
    void register() {
        lab = HookLab.of(jdbi, "slack");
        state = lab.register(settings(slack.signingSecret()));
    }

    private Map<String, Object> settings(String signingSecret) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("type", "slack");
        settings.put("botToken", slack.token());
        settings.put("channel", SlackSimulator.CHANNEL);
        settings.put("signingSecret", signingSecret);
        settings.put("apiUrl", slack.url().toString());
        return settings;
    }

    @AfterEach
    void stop() {
        lab.delete();
        slack.close();
    }

    @Test
    void pairedPersonLaunchesByButtonAndCommand() {
        String code = "/start " + state.getString("people[0].code");
        assertThat(slack.command(lab.address(), MIA, SlackSimulator.CHANNEL, code, Duration.ZERO))
                .isEmpty();
        awaitMessage("Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        SlackMessage message = awaitMessage("job-" + uid + " succeeded");

        assertThat(slack.press(lab.address(), MIA, message, "▶ Launch evaluate"))
                .isEmpty();

        assertThat(lab.launches(uid)).containsExactly("evaluate");
        await("words for Mia alone").untilAsserted(() -> assertThat(slack.whispers())
                .singleElement()
                .asString()
                .contains("evaluate waits for its cluster"));
    }

    @Test
    void strangersAreRefusedOnceAndLaunchNothing() {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        SlackMessage message = awaitMessage("job-" + uid + " succeeded");

        slack.press(lab.address(), EVE, message, "▶ Launch evaluate");
        await("a refusal")
                .untilAsserted(() ->
                        assertThat(slack.whispers()).singleElement().asString().contains("people who were invited"));
        assertThat(lab.launches(uid)).isEmpty();
    }

    @Test
    void unsignedOrLateRequestLearnsNothing() {
        assertThat(slack.command(lab.address(), MIA, SlackSimulator.CHANNEL, "status", Duration.ofMinutes(4)))
                .isEmpty();
        assertThat(slack.command(lab.address(), MIA, SlackSimulator.CHANNEL, "status", Duration.ofMinutes(6)))
                .isEqualTo("HTTP status 401");
        assertThat(slack.command(
                        lab.at("/hooks/slack/" + TestCluster.ID + "/ml/no-such-channel"),
                        MIA,
                        SlackSimulator.CHANNEL,
                        "status",
                        Duration.ZERO))
                .isEqualTo("HTTP status 401");
        lab.register(settings("another-secret-0000000000000000000"));
        assertThat(slack.command(lab.address(), MIA, SlackSimulator.CHANNEL, "status", Duration.ZERO))
                .isEqualTo("HTTP status 401");
    }

    @Test
    void hookAddressIsShownAndTheOldOneStillWorks() {
        assertThat(state.getString("hookUrl")).startsWith("http").endsWith(lab.path());
        assertThat(slack.command(lab.at(lab.formerPath()), MIA, SlackSimulator.CHANNEL, "status", Duration.ZERO))
                .isEmpty();
        assertThat(slack.command(
                        lab.at(lab.formerPath()), MIA, SlackSimulator.CHANNEL, "status", Duration.ofMinutes(6)))
                .isEqualTo("HTTP status 401");
    }

    private SlackMessage awaitMessage(String words) {
        await("a message with '" + words + "'").untilAsserted(() -> assertThat(slack.messages(SlackSimulator.CHANNEL))
                .anySatisfy(message -> assertThat(message.displayed()).contains(words)));
        return slack.messages(SlackSimulator.CHANNEL).stream()
                .filter(message -> message.displayed().contains(words))
                .findFirst()
                .orElseThrow();
    }
}

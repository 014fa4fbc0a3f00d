package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskping.relay.TestCluster;
import dev.taskping.relay.conversation.inbound.HookLab;
import dev.taskping.testkit.simulator.discord.DiscordMessage;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
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
class DiscordHookIT {

    private static final String MIA = "1400000000000000001";
    private static final String EVE = "1400000000000000666";

    @Inject
    Jdbi jdbi;

    private final DiscordSimulator discord = DiscordSimulator.start();
    private final String uid = UUID.randomUUID().toString();
    private HookLab lab;
    private JsonPath state;

    @BeforeEach
    void register() {
        lab = HookLab.of(jdbi, "discord");
        Map<String, Object> settings = new HashMap<>();
        settings.put("type", "discord");
        settings.put("botToken", discord.token());
        settings.put("channelId", DiscordSimulator.CHANNEL);
        settings.put("publicKey", discord.publicKey());
        settings.put("apiUrl", discord.url().toString());
        state = lab.register(settings);
    }

    @AfterEach
    void stop() {
        lab.delete();
        discord.close();
    }

    @Test
    void pairedPersonLaunchesByButtonAndCommand() {
        String code = "/start " + state.getString("people[0].code");
        assertThat(discord.command(lab.address(), MIA, DiscordSimulator.CHANNEL, code))
                .contains("\"flags\":64");
        awaitMessage("Hello Mia");
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        DiscordMessage message = awaitMessage("job-" + uid + " succeeded");

        String answer = discord.press(lab.address(), MIA, message, "▶ Launch evaluate");

        assertThat(answer).contains("evaluate waits for its cluster", "\"flags\":64");
        assertThat(lab.launches(uid)).containsExactly("evaluate");
        discord.command(lab.address(), MIA, DiscordSimulator.CHANNEL, "status");
        await("an answer to the command").untilAsserted(() -> assertThat(discord.messages(DiscordSimulator.CHANNEL))
                .hasSizeGreaterThanOrEqualTo(3));
    }

    @Test
    void strangersAreRefusedOnceAndLaunchNothing() {
        TestCluster.LAB.send(TestCluster.LAB.succeeded(uid, lab.name())).statusCode(200);
        DiscordMessage message = awaitMessage("job-" + uid + " succeeded");

        assertThat(discord.press(lab.address(), EVE, message, "▶ Launch evaluate"))
                .contains("people who were invited");
        assertThat(discord.press(lab.address(), EVE, message, "▶ Launch evaluate"))
                .isEqualTo("{\"type\":6}");
        assertThat(lab.launches(uid)).isEmpty();
    }

    @Test
    void pingIsAnsweredAndUnsignedRequestRefused() {
        assertThat(discord.ping(lab.address(), true)).isEqualTo("{\"type\":1}");
        assertThat(discord.ping(lab.address(), false)).isEqualTo("HTTP status 401");
        assertThat(discord.ping(lab.at("/hooks/discord/" + TestCluster.ID + "/ml/no-such-channel"), true))
                .isEqualTo("HTTP status 401");
        try (DiscordSimulator other = DiscordSimulator.start()) {
            assertThat(other.ping(lab.address(), true)).isEqualTo("HTTP status 401");
        }
    }

    @Test
    void hookAddressIsShownAndTheOldOneStillWorks() {
        assertThat(state.getString("hookUrl")).startsWith("http").endsWith(lab.path());
        assertThat(discord.ping(lab.at(lab.formerPath()), true)).isEqualTo("{\"type\":1}");
        assertThat(discord.ping(lab.at(lab.formerPath()), false)).isEqualTo("HTTP status 401");
        assertThat(discord.ping(lab.at(lab.formerPath().replace("discord/", "slack/")), true))
                .isEqualTo("HTTP status 401");
        assertThat(discord.ping(lab.at(lab.formerPath().replace("discord/", "feishu/")), true))
                .isEqualTo("HTTP status 404");
    }

    private DiscordMessage awaitMessage(String words) {
        await("a message with '" + words + "'")
                .untilAsserted(() -> assertThat(discord.messages(DiscordSimulator.CHANNEL))
                        .anySatisfy(message -> assertThat(message.text()).contains(words)));
        return discord.messages(DiscordSimulator.CHANNEL).stream()
                .filter(message -> message.text().contains(words))
                .findFirst()
                .orElseThrow();
    }
}

package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackMessage.SlackButton;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackUpdateParserTest {

    private static final BotIdentity BOT = new BotIdentity("slack", "b", "slack@b");
    private static final ProviderAccount MIA = new ProviderAccount("slack@b", "U0000000001");
    private static final SlackMessage MESSAGE = new SlackMessage(
            SlackSimulator.CHANNEL,
            "1700000000.000100",
            false,
            "x",
            "x",
            "x",
            true,
            List.of(new SlackButton("Launch evaluate", "a1b2c3", "a1b2c3")),
            null,
            null,
            List.of(),
            Instant.EPOCH,
            null,
            List.of());

    private final List<Request> pushed = new ArrayList<>();
    private final SlackSimulator slack = SlackSimulator.start();
    private final HttpEndpoint endpoint = HttpEndpoint.start(0, request -> {
        pushed.add(request);
        return Reply.empty(200);
    });

    @AfterEach
    void stop() {
        endpoint.close();
        slack.close();
    }

    @Test
    void aPressNamesButtonMessageAndPerson() {
        slack.press(endpoint.uri(), MIA.id(), MESSAGE, "Launch evaluate");

        InboundUpdate update = read(pushed.getFirst().body()).orElseThrow();
        String id = update.updateId();
        assertThat(update)
                .isEqualTo(new InboundUpdate.Press(
                        id, SlackSimulator.CHANNEL, true, MIA, id, MESSAGE.timestamp(), "a1b2c3"));
        assertThat(SlackUpdateParser.responseUrl(request(pushed.getFirst().body())))
                .contains(slack.url().resolve("/actions/response"));
        assertThat(isGenuine(pushed.getFirst())).isTrue();
    }

    @Test
    void slashCommandIsReadAsText() {
        slack.command(endpoint.uri(), MIA.id(), SlackSimulator.CHANNEL, "launch next lr=0.1 & <x>", Duration.ZERO);
        slack.command(endpoint.uri(), MIA.id(), SlackSimulator.CHANNEL, "", Duration.ofMinutes(6));

        assertThat(pushed)
                .extracting(
                        request -> ((InboundUpdate.Text) read(request.body()).orElseThrow()).text())
                .containsExactly("launch next lr=0.1 & <x>", "help");
        assertThat(pushed).extracting(this::isGenuine).containsExactly(true, false);
        // Of what a channel says, Slack tells an app of nothing but its own commands.
        assertThat(read(pushed.getFirst().body()).orElseThrow())
                .isInstanceOfSatisfying(InboundUpdate.Text.class, text -> {
                    assertThat(text.inGroup()).isTrue();
                    assertThat(text.addressee()).isEqualTo(InboundUpdate.Addressee.BOT);
                });
    }

    @Test
    void otherUpdatesAreIgnored() {
        for (String body : List.of("", "payload=%7B%7D", "payload=no+json", "payload=%zz", "command=%2Ftaskping")) {
            assertThat(read(body.getBytes(StandardCharsets.UTF_8))).as(body).isEmpty();
        }
    }

    private static Optional<InboundUpdate> read(byte[] body) {
        return SlackUpdateParser.read(BOT, request(body));
    }

    private static HookRequest request(byte[] body) {
        return new HookRequest("POST", URI.create("https://relay.example.org/hooks/1"), Map.of(), body);
    }

    private boolean isGenuine(Request request) {
        return SlackSignature.isGenuine(
                slack.signingSecret(),
                request.header("x-slack-signature").orElse(null),
                request.header("x-slack-request-timestamp").orElse(null),
                request.body(),
                Instant.now());
    }
}

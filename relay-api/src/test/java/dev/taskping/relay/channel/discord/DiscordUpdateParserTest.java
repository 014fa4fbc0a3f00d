package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import dev.taskping.testkit.simulator.http.HttpEndpoint;
import dev.taskping.testkit.simulator.http.Reply;
import dev.taskping.testkit.simulator.http.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscordUpdateParserTest {

    private static final BotIdentity BOT = new BotIdentity("discord", "b", "discord@b");
    private static final ProviderAccount MIA = new ProviderAccount("discord@b", "1400000000000000001");

    private final List<Request> pushed = new ArrayList<>();
    private final DiscordSimulator discord = DiscordSimulator.start();
    private final HttpEndpoint endpoint = HttpEndpoint.start(0, request -> {
        pushed.add(request);
        return Reply.json(200, "{}");
    });

    @AfterEach
    void stop() {
        endpoint.close();
        discord.close();
    }

    @Test
    void slashCommandIsReadAsText() throws Exception {
        discord.command(endpoint.uri(), MIA.id(), DiscordSimulator.CHANNEL, " launch next\u0000 ");
        JsonNode interaction = genuine(pushed.getFirst());

        String id = interaction.path("id").asText();
        assertThat(DiscordUpdateParser.read(BOT, interaction))
                .contains(new InboundUpdate.Text(
                        id, DiscordSimulator.CHANNEL, true, MIA, id, "launch next", null, InboundUpdate.Addressee.BOT));
    }

    @Test
    void aPressNamesButtonMessageAndPerson() throws Exception {
        JsonNode interaction = new ObjectMapper()
                .readTree(
                        """
                        {"id": "7", "type": 3, "channel_id": "5", "user": {"id": "9"},
                         "message": {"id": "6"}, "data": {"component_type": 2, "custom_id": "a1b2c3"}}""");
        assertThat(DiscordUpdateParser.read(BOT, interaction))
                .contains(new InboundUpdate.Press(
                        "7", "5", false, new ProviderAccount("discord@b", "9"), "7", "6", "a1b2c3"));
    }

    @Test
    void otherUpdatesAreIgnored() throws Exception {
        discord.ping(endpoint.uri(), true);
        assertThat(DiscordUpdateParser.read(BOT, genuine(pushed.getFirst()))).isEmpty();
        assertThat(DiscordUpdateParser.read(BOT, new ObjectMapper().readTree("{\"type\":5,\"id\":\"1\"}")))
                .isEmpty();
        discord.ping(endpoint.uri(), false);
        assertThat(isGenuine(pushed.getLast())).isFalse();
    }

    private JsonNode genuine(Request request) throws Exception {
        assertThat(isGenuine(request)).isTrue();
        return new ObjectMapper().readTree(request.body());
    }

    private boolean isGenuine(Request request) {
        return DiscordSignature.isGenuine(
                discord.publicKey(),
                request.header("x-signature-ed25519").orElse(null),
                request.header("x-signature-timestamp").orElse(null),
                request.body(),
                Instant.now());
    }
}

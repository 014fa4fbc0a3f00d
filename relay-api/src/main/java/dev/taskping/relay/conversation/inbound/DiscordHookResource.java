package dev.taskping.relay.conversation.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.discord.DiscordProvider;
import dev.taskping.relay.channel.discord.DiscordSettings;
import dev.taskping.relay.channel.discord.DiscordSignature;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.conversation.InboundHandler;
import dev.taskping.relay.platform.api.BodyLimit;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Where Discord pushes interactions to: the application's Interactions Endpoint URL. Whoever cannot sign as Discord learns
 * nothing, not even whether the channel exists.
 */
@Path("/hooks/discord/{cluster}/{namespace}/{name}")
@Access(To.ANYONE)
@BodyLimit
@Tag(name = "Hooks")
public class DiscordHookResource {

    /** Receiving and Responding, "Interaction Callback Type". */
    private static final int PONG = 1;

    private static final int MESSAGE = 4;
    private static final int NOTHING_NEW = 6;

    /** Message resource, "Message Flags": only the person who pressed sees it. */
    private static final int EPHEMERAL = 1 << 6;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EndpointResolver bots;
    private final InboundHandler handler;
    private final Clock clock;

    DiscordHookResource(EndpointResolver bots, InboundHandler handler, Clock clock) {
        this.clock = clock;
        this.bots = bots;
        this.handler = handler;
    }

    /** Takes one interaction and answers within Discord's three seconds. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take an interaction that Discord pushes")
    @APIResponse(responseCode = "200", description = "Stored; with what the person is shown")
    @APIResponse(responseCode = "401", description = "No such channel, or not from Discord")
    public Response take(
            @PathParam("cluster") String cluster,
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @HeaderParam("X-Signature-Ed25519") @Nullable String signature,
            @HeaderParam("X-Signature-Timestamp") @Nullable String timestamp,
            byte[] body) {
        Optional<Bot> bot = bots.find(
                DiscordProvider.TYPE,
                cluster,
                new ChannelKey(namespace, name),
                found -> DiscordSignature.isGenuine(
                        ((DiscordSettings) found.settings()).publicKey(), signature, timestamp, body, clock.instant()));
        // Discord sends forged requests itself, and gives the address up if they are not refused so.
        return bot.map(found -> Response.ok(answer(found, parse(body))))
                .orElseGet(() -> Response.status(Response.Status.UNAUTHORIZED))
                .build();
    }

    private Map<String, Object> answer(Bot bot, JsonNode interaction) {
        if (interaction.path("type").asInt() == DiscordUpdateParser.PING) {
            return Map.of("type", PONG);
        }
        Optional<InboundUpdate> incoming = DiscordUpdateParser.read(bot.provider(), interaction);
        String popUp = incoming.map(said -> handler.handle(bot, said)).orElse("");
        if (!popUp.isEmpty()) {
            return whisper(popUp);
        }
        // A command must be answered by a message; what there is to say comes in one of its own.
        return incoming.filter(InboundUpdate.Text.class::isInstance).isPresent()
                ? whisper("Taken.")
                : Map.of("type", NOTHING_NEW);
    }

    private static Map<String, Object> whisper(String words) {
        return Map.of(
                "type",
                MESSAGE,
                "data",
                Map.of("content", words, "flags", EPHEMERAL, "allowed_mentions", Map.of("parse", List.of())));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read", e);
        }
    }
}

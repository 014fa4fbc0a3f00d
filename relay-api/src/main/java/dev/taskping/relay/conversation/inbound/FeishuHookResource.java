package dev.taskping.relay.conversation.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.feishu.FeishuEnvelope;
import dev.taskping.relay.channel.feishu.FeishuProvider;
import dev.taskping.relay.channel.feishu.FeishuSettings;
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
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Where Feishu pushes events and presses of buttons to; one address serves for both. Whoever cannot prove to be Feishu learns
 * nothing, not even whether the channel exists.
 */
@Path("/hooks/feishu/{cluster}/{namespace}/{name}")
@Access(To.ANYONE)
@BodyLimit
@Tag(name = "Hooks")
public class FeishuHookResource {

    private final EndpointResolver bots;
    private final InboundHandler handler;
    private final Clock clock;

    FeishuHookResource(EndpointResolver bots, InboundHandler handler, Clock clock) {
        this.clock = clock;
        this.bots = bots;
        this.handler = handler;
    }

    /** Takes one event and answers when it is stored; anything but 200 within three seconds makes Feishu send it again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take an event that Feishu or Lark pushes")
    @APIResponse(responseCode = "200", description = "Stored; with what the person is shown, if a button was pressed")
    @APIResponse(responseCode = "404", description = "No such channel, or not from Feishu")
    public Response take(
            @PathParam("cluster") String cluster,
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @HeaderParam("X-Lark-Request-Timestamp") @Nullable String timestamp,
            @HeaderParam("X-Lark-Request-Nonce") @Nullable String nonce,
            @HeaderParam("X-Lark-Signature") @Nullable String signature,
            String body) {
        FeishuEnvelope.Seal seal = new FeishuEnvelope.Seal(timestamp, nonce, signature);
        Optional<Bot> bot = bots.find(
                FeishuProvider.TYPE, cluster, new ChannelKey(namespace, name), found -> open(found, seal, body)
                        .isPresent());
        Optional<JsonNode> event = bot.flatMap(found -> open(found, seal, body));
        if (event.isEmpty()) {
            return Response.status(Response.Status.NOT_FOUND).build();
        }
        Optional<String> challenge = FeishuEnvelope.challenge(event.get());
        if (challenge.isPresent()) {
            return Response.ok(Map.of("challenge", challenge.get())).build();
        }
        String popUp = FeishuUpdateParser.read(bot.get(), event.get())
                .map(incoming -> handler.handle(bot.get(), incoming))
                .orElse("");
        return Response.ok(popUp.isEmpty() ? Map.of() : Map.of("toast", Map.of("type", "info", "content", popUp)))
                .build();
    }

    private Optional<JsonNode> open(Bot bot, FeishuEnvelope.Seal seal, String body) {
        return FeishuEnvelope.open((FeishuSettings) bot.settings(), seal, body, clock.instant());
    }
}

package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.slack.SlackApi;
import dev.taskping.relay.channel.slack.SlackProvider;
import dev.taskping.relay.channel.slack.SlackSettings;
import dev.taskping.relay.channel.slack.SlackSignature;
import dev.taskping.relay.conversation.InboundHandler;
import dev.taskping.relay.platform.api.BodyLimit;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Where Slack pushes interactions and slash commands to: the app's Request URL for both. Whoever cannot sign with the app's
 * secret learns nothing, not even whether the channel exists.
 */
@Path("/hooks/slack/{cluster}/{namespace}/{name}")
@Access(To.ANYONE)
@BodyLimit
@Tag(name = "Hooks")
public class SlackHookResource {

    private final EndpointResolver bots;
    private final InboundHandler handler;
    private final SlackApi slack;
    private final Clock clock;

    SlackHookResource(EndpointResolver bots, InboundHandler handler, SlackApi slack, Clock clock) {
        this.bots = bots;
        this.handler = handler;
        this.slack = slack;
        this.clock = clock;
    }

    /** Takes one request and answers within Slack's three seconds. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Take an interaction or a command that Slack pushes")
    @APIResponse(responseCode = "200", description = "Stored")
    @APIResponse(responseCode = "401", description = "No such channel, or not from Slack")
    public Response take(
            @PathParam("cluster") String cluster,
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @HeaderParam("X-Slack-Signature") @Nullable String signature,
            @HeaderParam("X-Slack-Request-Timestamp") @Nullable String timestamp,
            byte[] body) {
        Optional<Bot> bot = bots.find(
                SlackProvider.TYPE,
                cluster,
                new ChannelKey(namespace, name),
                found -> SlackSignature.isGenuine(
                        ((SlackSettings) found.settings()).signingSecret(),
                        signature,
                        timestamp,
                        body,
                        clock.instant()));
        if (bot.isEmpty()) {
            return Response.status(Response.Status.UNAUTHORIZED).build();
        }
        SlackUpdateParser.read(bot.get().provider(), body).ifPresent(said -> {
            String popUp = handler.handle(bot.get(), said.incoming());
            URI responseUrl = said.responseUrl();
            if (!popUp.isEmpty() && responseUrl != null) {
                // Slack waits for our answer, and shows words only if they come by themselves.
                Thread.ofVirtual().name("slack-response").start(() -> slack.whisper(responseUrl, popUp));
            }
        });
        return Response.ok().build();
    }
}

package dev.taskping.relay.channel.api;

import dev.taskping.protocol.channel.ChannelOverview;
import dev.taskping.relay.channel.ChannelHealthStore;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code GET /v1/channels}: by which an operator notices that a channel changed, without asking for each. */
@Path("/v1/channels")
@Tag(name = "Channels")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class ChannelOverviewResource {

    private static final String EXAMPLE =
            "{\"channels\":[{\"channel\":{\"namespace\":\"ml\",\"name\":\"ml-telegram\"},\"ready\":false,\"reason\":\"Unauthorized\","
                    + "\"message\":\"Telegram does not know the bot token (Unauthorized). Put the token that @BotFather gave you into the"
                    + " channel's secret.\",\"trouble\":{\"reason\":\"Refused\",\"message\":\"Telegram does not know the bot token"
                    + " (Unauthorized).\",\"since\":\"2026-01-01T02:40:00Z\"}}]}";

    private final ChannelHealthStore health;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    ChannelOverviewResource(ChannelHealthStore health, Jdbi jdbi, CurrentCaller caller) {
        this.health = health;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** How all channels are. */
    @GET
    @Operation(
            operationId = "listChannels",
            summary = "List the channels of the calling cluster and how they are",
            description = "As the providers last told it, without people and codes.")
    @SecurityRequirement(name = "cluster")
    @APIResponse(
            responseCode = "200",
            description = "The channels, by namespace and name",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChannelOverview.class),
                            examples = @ExampleObject(name = "revoked", value = EXAMPLE)))
    public ChannelOverview list() {
        return new ChannelOverview(jdbi.withHandle(handle ->
                health.ofCluster(handle, caller.workspace(), caller.cluster().id())));
    }
}

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/**
 * {@code GET /v1/channels}: the state of all channels, by which an operator notices a change without asking for each channel.
 */
@Path("/v1/channels")
@Tag(name = "Channels")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class ChannelOverviewResource {

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
    public ChannelOverview listChannels() {
        return new ChannelOverview(jdbi.withHandle(handle ->
                health.ofCluster(handle, caller.workspace(), caller.cluster().id())));
    }
}

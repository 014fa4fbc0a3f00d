package dev.taskping.relay.delivery.api;

import dev.taskping.protocol.relay.UndeliveredMessages;
import dev.taskping.relay.delivery.explain.UndeliveredStore;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/deliveries/undelivered}: what an operator shows at the NotifiedTasks whose people were not told. */
@Path("/v1/deliveries/undelivered")
@Tag(name = "Deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class UndeliveredResource {

    private final UndeliveredStore undelivered;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    UndeliveredResource(UndeliveredStore undelivered, Jdbi jdbi, CurrentCaller caller) {
        this.undelivered = undelivered;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** What was given up in the last day. */
    @GET
    public UndeliveredMessages listUndelivered() {
        String cluster = caller.cluster().id();
        return jdbi.withHandle(handle -> new UndeliveredMessages(
                undelivered.ofCluster(handle, caller.workspace(), cluster),
                undelivered.templateFaults(handle, caller.workspace(), cluster)));
    }
}

package dev.taskping.relay.task.api;

import dev.taskping.relay.delivery.explain.DeliveryPage;
import dev.taskping.relay.delivery.explain.DeliveryViewStore;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/tasks/{uid}/deliveries}: why a message about a task was or was not sent. */
@Path("/v1/tasks/{uid}/deliveries")
@Tag(name = "Deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.SESSION)
public class TaskDeliveriesResource {

    private final DeliveryViewStore deliveries;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    TaskDeliveriesResource(DeliveryViewStore deliveries, Jdbi jdbi, CurrentCaller caller) {
        this.deliveries = deliveries;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** Why a message about a task was or was not sent. */
    @GET
    public DeliveryPage listDeliveriesOfTask(@PathParam("uid") String uid) {
        return new DeliveryPage(jdbi.withHandle(handle -> deliveries.ofTask(handle, caller.workspace(), uid)), null);
    }
}

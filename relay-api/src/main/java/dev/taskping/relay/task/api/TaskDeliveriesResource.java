package dev.taskping.relay.task.api;

import dev.taskping.relay.delivery.api.DeliveriesResource;
import dev.taskping.relay.delivery.api.DeliveriesResource.DeliveryPage;
import dev.taskping.relay.delivery.explain.DeliveryViewStore;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
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
    @Operation(
            operationId = "listDeliveriesOfTask",
            summary = "List what was sent about a task, and what was not",
            description = "Every message about the task, oldest first, with each attempt and its reason.")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "The deliveries; none if nobody was to be told, or the task is not known",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryPage.class),
                            examples = @ExampleObject(name = "delivered", value = DeliveriesResource.EXAMPLE)))
    public DeliveryPage ofTask(@Parameter(description = "the task's uid") @PathParam("uid") String uid) {
        return new DeliveryPage(jdbi.withHandle(handle -> deliveries.ofTask(handle, caller.workspace(), uid)), null);
    }
}

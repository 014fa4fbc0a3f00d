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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/deliveries/undelivered}: what an operator shows at the NotifiedTasks whose people were not told. */
@Path("/v1/deliveries/undelivered")
@Tag(name = "Deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class UndeliveredResource {

    private static final String EXAMPLE =
            "{\"messages\":[{\"id\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\",\"task\":{\"kind\":\"Job\",\"namespace\":\"ml\",\"name\":\"train-llm\","
                    + "\"uid\":\"6f1c\",\"labels\":{}},\"policies\":[\"nightly\"],\"channel\":{\"namespace\":\"ml\",\"name\":\"ml-telegram\"},"
                    + "\"reason\":\"Unauthorized\",\"at\":\"2026-01-01T02:40:00Z\"}],\"templateFaults\":[]}";

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
    @Operation(
            operationId = "listUndelivered",
            summary = "List news of the calling cluster's tasks that did not arrive as they were meant to",
            description =
                    "Of the last 24 hours, newest first, at most 500 of each: messages that were given up and not told by a"
                            + " fallback channel, and templates that could not be used, so that the message was told in"
                            + " the default words.")
    @SecurityRequirement(name = "cluster")
    @APIResponse(
            responseCode = "200",
            description = "The messages",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = UndeliveredMessages.class),
                            examples = @ExampleObject(name = "one", value = EXAMPLE)))
    public UndeliveredMessages list() {
        String cluster = caller.cluster().id();
        return jdbi.withHandle(handle -> new UndeliveredMessages(
                undelivered.ofCluster(handle, caller.workspace(), cluster),
                undelivered.templateFaults(handle, caller.workspace(), cluster)));
    }
}

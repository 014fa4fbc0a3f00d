package dev.taskping.relay.delivery.api;

import dev.taskping.relay.delivery.explain.DeliveryView;
import dev.taskping.relay.delivery.explain.DeliveryViewStore;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deliveries}: what was sent, what was not, and why. */
@Path("/v1/deliveries")
@Tag(name = "Deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.SESSION)
public class DeliveriesResource {

    private static final int MAX_PAGE = 200;
    public static final String EXAMPLE =
            "{\"deliveries\":[{\"id\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\",\"channel\":{\"namespace\":\"ml\",\"name\":\"ml-telegram\"},"
                    + "\"taskUid\":\"6f1c\",\"eventId\":\"6f1c/0/finished\",\"title\":\"✅ train-llm succeeded\",\"state\":\"delivered\","
                    + "\"createdAt\":\"2026-01-01T02:40:00Z\",\"finishedAt\":\"2026-01-01T02:40:01Z\","
                    + "\"attempts\":[{\"at\":\"2026-01-01T02:40:00Z\",\"result\":\"delivered\",\"latencyMillis\":120}]}]}";

    private final DeliveryViewStore deliveries;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    DeliveriesResource(DeliveryViewStore deliveries, Jdbi jdbi, CurrentCaller caller) {
        this.deliveries = deliveries;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /**
     * Some deliveries.
     *
     * @param deliveries each with its attempts
     * @param next pass it as {@code after} for the next page; absent on the last
     */
    public record DeliveryPage(List<DeliveryView> deliveries, @Nullable UUID next) {}

    /** Deliveries in a state, such as the dead letters. */
    @GET
    @Operation(
            operationId = "listDeliveries",
            summary = "List deliveries, newest first",
            description = "state=dead lists the dead letters.")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryPage.class),
                            examples = @ExampleObject(name = "delivered", value = EXAMPLE)))
    public DeliveryPage list(
            @Parameter(description = "pending, delivered or dead; all if absent") @QueryParam("state") @Nullable
                    String state,
            @Parameter(description = "the page before's next") @QueryParam("after") @Nullable UUID after,
            @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") int limit) {
        if (state != null && !Set.of("pending", "delivered", "dead").contains(state)) {
            throw ProblemException.invalid("state: must be pending, delivered or dead.");
        }
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.invalid("limit: must be 1 to " + MAX_PAGE + ".");
        }
        return jdbi.withHandle(handle -> {
            Long before = after == null
                    ? null
                    : deliveries
                            .position(handle, caller.workspace(), after)
                            .orElseThrow(() -> ProblemException.invalid(
                                    "after: pass what the page before gave as 'next', unchanged."));
            List<DeliveryView> page = deliveries.inState(handle, caller.workspace(), state, before, limit);
            return new DeliveryPage(
                    page, page.size() < limit ? null : page.getLast().id());
        });
    }
}

package dev.taskping.relay.task.api;

import dev.taskping.relay.delivery.explain.Explainer;
import dev.taskping.relay.delivery.explain.Explanation;
import dev.taskping.relay.delivery.explain.History;
import dev.taskping.relay.delivery.explain.HistoryStore;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/tasks/{uid}/explanation}: why didn't I get it? */
@Path("/v1/tasks/{uid}/explanation")
@Tag(name = "Tasks")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.SESSION)
public class ExplanationResource {

    private static final String EXAMPLE =
            "{\"taskUid\":\"6f1c\",\"summary\":\"Messages: 1 delivered.\",\"steps\":[{\"at\":\"2026-01-01T02:40:00Z\",\"kind\":\"EVENT\","
                    + "\"eventId\":\"6f1c/0/finished\",\"text\":\"The relay heard that it ended: SUCCEEDED (Completed), 0 s after it happened.\"}]}";

    private final HistoryStore histories;
    private final Jdbi jdbi;
    private final CurrentCaller caller;
    private final Clock clock;

    ExplanationResource(HistoryStore histories, Jdbi jdbi, CurrentCaller caller, Clock clock) {
        this.histories = histories;
        this.jdbi = jdbi;
        this.caller = caller;
        this.clock = clock;
    }

    /** The explanation. */
    @GET
    @Operation(
            operationId = "explainTask",
            summary = "Explain, step by step, why people were or were not told of a task",
            description =
                    """
                    Which events arrived, which rules were looked at and which apply, which messages that made, what the \
                    providers answered, and what a message that waits is waiting for.""")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "The steps, in order",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Explanation.class),
                            examples = @ExampleObject(name = "delivered", value = EXAMPLE)))
    @APIResponse(responseCode = "404", description = "The relay never heard of the task")
    public Explanation explain(@Parameter(description = "the task's uid") @PathParam("uid") String uid) {
        History history = jdbi.inTransaction(handle -> histories.of(handle, caller.workspace(), uid));
        if (history.events().isEmpty() && history.deliveries().isEmpty()) {
            throw ProblemException.notFound("The relay has no record of a task with the uid " + uid
                    + ". Either no NotifiedTask and no label matches it (kubectl get nt shows what is watched), or it has"
                    + " not started, or the operator cannot reach this relay (see its log).");
        }
        return Explainer.explain(uid, history, clock.instant());
    }
}

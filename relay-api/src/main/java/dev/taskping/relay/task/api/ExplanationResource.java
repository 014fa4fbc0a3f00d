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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/tasks/{uid}/explanation}: why didn't I get it? */
@Path("/v1/tasks/{uid}/explanation")
@Tag(name = "Tasks")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.SESSION)
public class ExplanationResource {

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
    public Explanation explainTask(@PathParam("uid") String uid) {
        History history = jdbi.inTransaction(handle -> histories.of(handle, caller.workspace(), uid));
        if (history.events().isEmpty() && history.deliveries().isEmpty()) {
            throw ProblemException.notFound("The relay has no record of a task with the uid " + uid
                    + ". Either no NotifiedTask and no label matches it (kubectl get nt shows what is watched), or it has"
                    + " not started, or the operator cannot reach this relay (see its log).");
        }
        return Explainer.explain(uid, history, clock.instant());
    }
}

package dev.taskping.relay.guard.api;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.guard.LockOuts;
import dev.taskping.relay.guard.LockOuts.Account;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/lockouts}: who is not listened to for a while. */
@Path("/v1/lockouts")
@Tag(name = "Abuse")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class LockOutsResource {

    private static final String EXAMPLE =
            "{\"lockouts\":[{\"cluster\":\"lab\",\"namespace\":\"ml\",\"provider\":\"telegram\",\"account\":\"1001\","
                    + "\"since\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-01T00:15:00Z\"}]}";

    private final LockOuts lockOuts;
    private final AuditTrail audit;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    LockOutsResource(LockOuts lockOuts, AuditTrail audit, Jdbi jdbi, CurrentCaller caller) {
        this.lockOuts = lockOuts;
        this.audit = audit;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /**
     * An account that is locked out.
     *
     * @param cluster where
     * @param namespace where
     * @param provider who vouches for the account
     * @param account the provider's id of it
     * @param since when it was locked out
     * @param until when it is listened to again
     */
    @Schema(name = "LockOut")
    public record LockOutView(
            String cluster, String namespace, String provider, String account, Instant since, Instant until) {}

    /**
     * The list.
     *
     * @param lockouts newest first
     */
    public record LockOutList(List<LockOutView> lockouts) {}

    /** Who is locked out. */
    @GET
    @Operation(
            operationId = "listLockouts",
            summary = "List the accounts that are locked out",
            description = "An account that was refused too often is not listened to for a while.")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "The accounts, at most 1000",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LockOutList.class),
                            examples = @ExampleObject(name = "one", value = EXAMPLE)))
    public LockOutList list() {
        return new LockOutList(jdbi.withHandle(handle -> lockOuts.list(handle, caller.workspace())).stream()
                .map(locked -> new LockOutView(
                        locked.account().cluster(),
                        locked.account().namespace(),
                        locked.account().provider(),
                        locked.account().account(),
                        locked.since(),
                        locked.until()))
                .toList());
    }

    /** Ends a lock-out. */
    @DELETE
    @Path("/{cluster}/{namespace}/{provider}/{account}")
    @Operation(operationId = "liftLockout", summary = "Listen to an account again before its time")
    @SecurityRequirement(name = "token")
    @APIResponse(responseCode = "204", description = "It is listened to")
    @APIResponse(responseCode = "404", description = "It is not locked out")
    public void lift(
            @Parameter(description = "as listed") @PathParam("cluster") String cluster,
            @Parameter(description = "as listed") @PathParam("namespace") String namespace,
            @Parameter(description = "as listed") @PathParam("provider") String provider,
            @Parameter(description = "as listed") @PathParam("account") String account) {
        jdbi.useTransaction(handle -> {
            if (!lockOuts.lift(handle, new Account(caller.workspace(), cluster, namespace, provider, account))) {
                throw ProblemException.notFound("Account " + account + " of " + provider + " is not locked out in "
                        + cluster + "/" + namespace + ".");
            }
            audit.record(
                    handle,
                    Actor.of(caller.get()),
                    "lift lock-out",
                    provider + ":" + account,
                    Decision.ACCEPTED,
                    namespace);
        });
    }
}

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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/lockouts}: who is not listened to for a while. */
@Path("/v1/lockouts")
@Tag(name = "Abuse")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class LockOutsResource {

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
    public LockOutList listLockouts() {
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
    public void liftLockout(
            @PathParam("cluster") String cluster,
            @PathParam("namespace") String namespace,
            @PathParam("provider") String provider,
            @PathParam("account") String account) {
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

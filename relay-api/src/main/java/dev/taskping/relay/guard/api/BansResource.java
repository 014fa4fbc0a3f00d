package dev.taskping.relay.guard.api;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.guard.BanList;
import dev.taskping.relay.guard.BanPattern;
import dev.taskping.relay.guard.BanStore;
import dev.taskping.relay.guard.BanStore.Ban;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/bans}: what nobody in the workspace may ask for. */
@Path("/v1/bans")
@Tag(name = "Abuse")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class BansResource {

    private static final int MOST = 200;
    private static final int LONGEST_NOTE = 200;

    private final BanStore store;
    private final BanList list;
    private final AuditTrail audit;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    BansResource(BanStore store, BanList list, AuditTrail audit, Jdbi jdbi, CurrentCaller caller) {
        this.store = store;
        this.list = list;
        this.audit = audit;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /**
     * A pattern to ban.
     *
     * @param pattern in RE2 syntax, at most 200 characters; plain words are patterns, too
     * @param note why, for whoever reads the list
     */
    public record NewBan(@Nullable String pattern, @Nullable String note) {}

    /**
     * A pattern that is banned.
     *
     * @param id names it
     * @param pattern in RE2 syntax
     * @param note why
     * @param createdBy name of the token it was banned with
     * @param createdAt when
     */
    @Schema(name = "Ban")
    public record BanView(UUID id, String pattern, String note, String createdBy, Instant createdAt) {

        static BanView of(Ban ban) {
            return new BanView(ban.id(), ban.pattern(), ban.note(), ban.createdBy(), ban.createdAt());
        }
    }

    /**
     * The list.
     *
     * @param bans oldest first
     */
    public record Bans(List<BanView> bans) {}

    /** The workspace's patterns. */
    @GET
    public Bans listBans() {
        return new Bans(jdbi.withHandle(handle -> store.list(handle, caller.workspace())).stream()
                .map(BanView::of)
                .toList());
    }

    /** Bans a pattern. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public BanView addBan(@Nullable NewBan ban) {
        String pattern = valid(ban == null ? null : ban.pattern());
        String note = ban == null || ban.note() == null ? "" : ban.note();
        if (note.length() > LONGEST_NOTE) {
            throw ProblemException.invalid("note: at most " + LONGEST_NOTE + " characters.");
        }
        String workspace = caller.workspace();
        BanView added = jdbi.inTransaction(handle -> {
            if (store.list(handle, workspace).size() >= MOST) {
                throw ProblemException.conflict(
                        "There are " + MOST + " bans already. Remove one, or join some with |.");
            }
            BanView view = store.add(handle, workspace, pattern, note, caller.name())
                    .map(BanView::of)
                    .orElseThrow(() -> ProblemException.conflict("'" + pattern + "' is banned already."));
            audit.record(handle, Actor.of(caller.get()), "ban", pattern, Decision.ACCEPTED, note);
            return view;
        });
        list.changed(workspace);
        return added;
    }

    /** Lifts a ban. */
    @DELETE
    @Path("/{id}")
    public void removeBan(@PathParam("id") UUID id) {
        String workspace = caller.workspace();
        jdbi.useTransaction(handle -> {
            String pattern = store.remove(handle, workspace, id)
                    .orElseThrow(() -> ProblemException.notFound("There is no ban " + id + "."));
            audit.record(handle, Actor.of(caller.get()), "lift ban", pattern, Decision.ACCEPTED, "");
        });
        list.changed(workspace);
    }

    private static String valid(@Nullable String pattern) {
        try {
            BanPattern.of(pattern == null ? "" : pattern);
            return pattern == null ? "" : pattern;
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("pattern: " + e.getMessage());
        }
    }
}

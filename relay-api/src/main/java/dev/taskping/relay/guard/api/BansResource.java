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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
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

    private static final String NEW = "{\"pattern\":\"drop +table\",\"note\":\"injected SQL\"}";
    private static final String ONE =
            "{\"id\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\",\"pattern\":\"drop +table\",\"note\":\"injected SQL\","
                    + "\"createdBy\":\"bootstrap\",\"createdAt\":\"2026-01-01T00:00:00Z\"}";

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
    @Operation(operationId = "listBans", summary = "List the patterns that no request in the workspace may hold")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "The patterns, without those of the relay's configuration",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Bans.class),
                            examples = @ExampleObject(name = "one", value = "{\"bans\":[" + ONE + "]}")))
    public Bans list() {
        return new Bans(jdbi.withHandle(handle -> store.list(handle, caller.workspace())).stream()
                .map(BanView::of)
                .toList());
    }

    /** Bans a pattern. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            operationId = "addBan",
            summary = "Ban a pattern",
            description =
                    """
                    Requests that hold it, in whatever case, with accents, with letters of other alphabets that look alike or \
                    characters that do not show, are refused and count towards a lock-out. Holds on all replicas within five \
                    seconds.""")
    @SecurityRequirement(name = "token")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewBan.class),
                            examples = @ExampleObject(name = "words", value = NEW)))
    @APIResponse(
            responseCode = "201",
            description = "Banned",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BanView.class),
                            examples = @ExampleObject(name = "one", value = ONE)))
    @APIResponse(responseCode = "409", description = "It is banned already, or there are too many")
    public BanView add(@Nullable NewBan ban) {
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
    @Operation(operationId = "removeBan", summary = "Lift a ban")
    @SecurityRequirement(name = "token")
    @APIResponse(responseCode = "204", description = "Lifted")
    @APIResponse(responseCode = "404", description = "There is no such ban in the workspace")
    public void remove(@Parameter(description = "the ban") @PathParam("id") UUID id) {
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

package dev.taskping.relay.security.api;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.ApiToken;
import dev.taskping.relay.security.ApiTokenStore;
import dev.taskping.relay.security.Caller.Scope;
import dev.taskping.relay.security.CurrentCaller;
import dev.taskping.relay.security.api.CredentialRequests.Rotation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tokens}: the API tokens of a workspace. */
@Path("/v1/tokens")
@Tag(name = "Credentials")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.ADMIN)
public class TokensResource {

    private static final int MOST = 200;

    private final ApiTokenStore store;
    private final AuditTrail audit;
    private final Jdbi jdbi;
    private final CurrentCaller caller;
    private final Clock clock;

    TokensResource(ApiTokenStore store, AuditTrail audit, Jdbi jdbi, CurrentCaller caller, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.jdbi = jdbi;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * A token to make.
     *
     * @param name what audits call it; no other valid token of the workspace has it
     * @param scope {@code admin} or {@code session}
     * @param expiresIn how long it is valid, such as {@code 90d}; until it is revoked if absent
     */
    public record NewToken(@Nullable String name, @Nullable String scope, @Nullable String expiresIn) {}

    /**
     * A token that is valid.
     *
     * @param id names it
     * @param name what audits call it
     * @param scope {@code admin} or {@code session}
     * @param prefix its first characters
     * @param createdBy name of the token it was made with; {@code configuration} for the one of the relay's configuration
     * @param createdAt when it was made
     * @param lastUsed when it was used last, to the minute
     * @param expiresAt until when it is valid
     * @param configured whether it is in the relay's configuration, and ends a quarter of an hour after no replica has it there any more
     */
    @Schema(name = "Token")
    public record TokenView(
            UUID id,
            String name,
            String scope,
            String prefix,
            String createdBy,
            Instant createdAt,
            @Nullable Instant lastUsed,
            @Nullable Instant expiresAt,
            boolean configured) {

        static TokenView of(ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.scope().name().toLowerCase(Locale.ROOT),
                    token.prefix(),
                    token.createdBy(),
                    token.createdAt(),
                    token.lastUsed(),
                    token.expiresAt(),
                    token.configured());
        }
    }

    /**
     * The list.
     *
     * @param tokens oldest first
     */
    public record Tokens(List<TokenView> tokens) {}

    /**
     * A token that was just made.
     *
     * @param token what to send as {@code Authorization: Bearer}; shown this once
     * @param details all else about it
     */
    public record IssuedToken(String token, TokenView details) {

        static IssuedToken of(ApiToken.Issued issued) {
            return new IssuedToken(issued.text(), TokenView.of(issued.token()));
        }

        @Override
        public String toString() {
            return "IssuedToken[" + details + "]";
        }
    }

    /** The workspace's valid tokens. */
    @GET
    public Tokens listTokens() {
        return new Tokens(jdbi.withHandle(handle -> store.list(handle, caller.workspace())).stream()
                .map(TokenView::of)
                .toList());
    }

    /** Makes a token. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public IssuedToken createToken(@Nullable NewToken wanted) {
        String name = CredentialRequests.tokenName(wanted == null ? null : wanted.name);
        Scope scope = scope(wanted == null ? null : wanted.scope);
        String expiresIn = wanted == null ? null : wanted.expiresIn;
        Instant expiresAt = expiresIn == null
                ? null
                : DatabaseAccess.now(clock).plus(CredentialRequests.duration("expiresIn", expiresIn));
        return jdbi.inTransaction(handle -> {
            List<ApiToken> valid = store.list(handle, caller.workspace());
            if (valid.size() >= MOST) {
                throw ProblemException.conflict(
                        "There are " + MOST + " tokens already; revoke those that nobody uses.");
            }
            if (valid.stream().anyMatch(token -> token.name().equals(name))) {
                throw ProblemException.conflict("There is a token called '" + name + "' already; rotate or revoke it.");
            }
            ApiToken.Issued issued = store.create(handle, caller.workspace(), name, scope, caller.name(), expiresAt);
            record(
                    handle,
                    "create token",
                    issued.token(),
                    "scope " + scope.name().toLowerCase(Locale.ROOT));
            return IssuedToken.of(issued);
        });
    }

    /** Makes another token of the same name and scope; the earlier one stays valid for a while. */
    @POST
    @Path("/{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public IssuedToken rotateToken(@PathParam("id") UUID id, @Nullable Rotation rotation) {
        Duration overlap = CredentialRequests.overlap(rotation);
        return jdbi.inTransaction(handle -> {
            ApiToken earlier = known(handle, id);
            Instant now = DatabaseAccess.now(clock);
            Instant expiresAt = earlier.expiresAt() == null
                    ? null
                    : now.plus(Duration.between(earlier.createdAt(), earlier.expiresAt()));
            ApiToken.Issued issued =
                    store.create(handle, caller.workspace(), earlier.name(), earlier.scope(), caller.name(), expiresAt);
            store.expire(handle, caller.workspace(), id, now.plus(overlap));
            record(handle, "rotate token", issued.token(), earlier.prefix() + "… ends at " + now.plus(overlap));
            return IssuedToken.of(issued);
        });
    }

    /** Ends a token now, on all replicas. */
    @DELETE
    @Path("/{id}")
    public void revokeToken(@PathParam("id") UUID id) {
        jdbi.useTransaction(handle -> {
            ApiToken token = known(handle, id);
            store.revoke(handle, caller.workspace(), id);
            record(handle, "revoke token", token, "");
        });
    }

    private ApiToken known(Handle handle, UUID id) {
        return store.find(handle, caller.workspace(), id)
                .orElseThrow(() -> ProblemException.notFound("There is no valid token " + id + "."));
    }

    private void record(Handle handle, String what, ApiToken token, String reason) {
        String subject = token.name() + " " + token.prefix() + "…";
        audit.record(handle, Actor.of(caller.get()), what, subject, Decision.ACCEPTED, reason);
    }

    private static Scope scope(@Nullable String text) {
        return switch (text) {
            case "admin" -> Scope.ADMIN;
            case "session" -> Scope.SESSION;
            case null, default -> throw ProblemException.invalid("scope: must be admin or session.");
        };
    }
}

package dev.taskping.relay.security;

import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Caller.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** API tokens, of which only the SHA-256 is known. They are looked up with each request, so a revoked one is refused at once. */
@ApplicationScoped
public class ApiTokenStore {

    /** What every API token begins with. */
    public static final String PREFIX = "tp_";

    private static final String SELECT =
            """
            SELECT id, workspace, name, scope, prefix, created_by, created_at, last_used, expires_at,
                configured_until IS NOT NULL AS configured
            FROM api_token
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    ApiTokenStore(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    private record Owned(String workspace, ApiToken token) {}

    /** Whose token this is, unless it is not valid. */
    public Optional<Caller.Token> find(String text) {
        return jdbi.withHandle(handle -> {
            Optional<Owned> found = handle.createQuery(
                            SELECT + " WHERE hash = :hash AND " + CredentialLifetime.IS_VALID)
                    .bind("hash", CredentialText.hash(text))
                    .bind("now", DatabaseAccess.now(clock))
                    .map((row, context) -> new Owned(row.getString("workspace"), token(row)))
                    .findOne();
            found.ifPresent(owned -> noteUse(handle, owned.token));
            return found.map(owned -> new Caller.Token(owned.workspace, owned.token.name(), owned.token.scope()));
        });
    }

    private void noteUse(Handle handle, ApiToken token) {
        Instant now = DatabaseAccess.now(clock);
        if (token.lastUsed() == null || token.lastUsed().isBefore(now.minus(CredentialLifetime.USE_NOTED_EVERY))) {
            handle.createUpdate("UPDATE api_token SET last_used = :now WHERE id = :id")
                    .bind("now", now)
                    .bind("id", token.id())
                    .execute();
        }
    }

    /**
     * Makes a token of the relay's configuration known, and valid for a quarter of an hour more. One that was made through the API, or
     * revoked, stays as it is.
     *
     * @return whether the token is valid
     */
    public boolean put(String workspace, String text, String name, Scope scope) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(
                            """
                        INSERT INTO api_token AS t (hash, workspace, name, scope, prefix, created_at, configured_until)
                        VALUES (:hash, :workspace, :name, :scope, :prefix, :now, %s)
                        ON CONFLICT (hash) DO UPDATE SET workspace = excluded.workspace, name = excluded.name,
                            scope = excluded.scope, prefix = excluded.prefix, configured_until = excluded.configured_until
                        WHERE t.configured_until IS NOT NULL
                        """
                                    .formatted(CredentialLifetime.CONFIGURED_UNTIL))
                    .bind("hash", CredentialText.hash(text))
                    .bind("workspace", workspace)
                    .bind("name", name)
                    .bind("scope", id(scope))
                    .bind("prefix", CredentialText.prefix(text))
                    .bind("now", DatabaseAccess.now(clock))
                    .execute();
            return handle.createQuery(
                            "SELECT count(*) > 0 FROM api_token WHERE hash = :hash AND " + CredentialLifetime.IS_VALID)
                    .bind("hash", CredentialText.hash(text))
                    .bind("now", DatabaseAccess.now(clock))
                    .mapTo(Boolean.class)
                    .one();
        });
    }

    /** The workspace's valid tokens, oldest first. */
    public List<ApiToken> list(Handle handle, String workspace) {
        return handle.createQuery(SELECT + " WHERE workspace = :workspace AND " + CredentialLifetime.IS_VALID
                        + " ORDER BY created_at, id")
                .bind("workspace", workspace)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> token(row))
                .list();
    }

    /** A new token. */
    public ApiToken.Issued create(
            Handle handle, String workspace, String name, Scope scope, String createdBy, @Nullable Instant expiresAt) {
        String text = PREFIX + CredentialText.random();
        UUID id = UUID.randomUUID();
        handle.createUpdate(
                        """
                        INSERT INTO api_token (id, hash, workspace, name, scope, prefix, created_by, created_at, expires_at)
                        VALUES (:id, :hash, :workspace, :name, :scope, :prefix, :createdBy, :now, :expiresAt)
                        """)
                .bind("id", id)
                .bind("hash", CredentialText.hash(text))
                .bind("workspace", workspace)
                .bind("name", name)
                .bind("scope", id(scope))
                .bind("prefix", CredentialText.prefix(text))
                .bind("createdBy", createdBy)
                .bind("now", DatabaseAccess.now(clock))
                .bindByType("expiresAt", expiresAt, Instant.class)
                .execute();
        return new ApiToken.Issued(find(handle, workspace, id).orElseThrow(), text);
    }

    /** The valid token of that id, locked until the transaction ends. */
    public Optional<ApiToken> find(Handle handle, String workspace, UUID id) {
        return handle.createQuery(SELECT + " WHERE workspace = :workspace AND id = :id AND "
                        + CredentialLifetime.IS_VALID + " FOR UPDATE")
                .bind("workspace", workspace)
                .bind("id", id)
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> token(row))
                .findOne();
    }

    /** Ends a token at that time, unless it ends before. */
    public void expire(Handle handle, String workspace, UUID id, Instant at) {
        handle.createUpdate(
                        "UPDATE api_token SET expires_at = least(expires_at, :at) WHERE workspace = :workspace AND id = :id")
                .bind("at", at)
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
    }

    /** Ends a token now and for good, whatever the configuration says. */
    public void revoke(Handle handle, String workspace, UUID id) {
        handle.createUpdate("UPDATE api_token SET revoked_at = :now WHERE workspace = :workspace AND id = :id")
                .bind("now", DatabaseAccess.now(clock))
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Scope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT)),
                row.getString("prefix"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("last_used")),
                instant(row.getTimestamp("expires_at")),
                row.getBoolean("configured"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static String id(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}

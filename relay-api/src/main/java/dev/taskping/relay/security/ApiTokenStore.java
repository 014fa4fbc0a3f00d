package dev.taskping.relay.security;

import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.security.Caller.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** API tokens, of which only the SHA-256 is known. */
@ApplicationScoped
public class ApiTokenStore {

    /** What every API token begins with. */
    public static final String PREFIX = "tp_";

    private final Jdbi jdbi;
    private final Clock clock;

    ApiTokenStore(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Whose token this is, unless it is unknown or has expired. */
    public Optional<Caller.Token> find(String token) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT workspace, name, scope FROM api_token
                        WHERE hash = :hash AND (expires_at IS NULL OR expires_at > :now)
                        """)
                .bind("hash", hash(token))
                .bind("now", DatabaseAccess.now(clock))
                .map((row, context) -> new Caller.Token(
                        row.getString("workspace"),
                        row.getString("name"),
                        Scope.valueOf(row.getString("scope").toUpperCase(Locale.ROOT))))
                .findOne());
    }

    /** Makes a token known, or gives a known one another name and scope. It does not expire. */
    public void put(String workspace, String token, String name, Scope scope) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO api_token (hash, workspace, name, scope) VALUES (:hash, :workspace, :name, :scope)
                        ON CONFLICT (hash) DO UPDATE SET workspace = excluded.workspace, name = excluded.name,
                            scope = excluded.scope
                        """)
                .bind("hash", hash(token))
                .bind("workspace", workspace)
                .bind("name", name)
                .bind("scope", scope.name().toLowerCase(Locale.ROOT))
                .execute());
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

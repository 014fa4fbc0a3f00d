package dev.taskping.relay.guard;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The patterns that workspaces have banned. All methods run in the caller's transaction. */
@ApplicationScoped
public class BanStore {

    private final Clock clock;

    BanStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * A pattern that is banned.
     *
     * @param id names it
     * @param pattern in RE2 syntax
     * @param note why
     * @param createdBy the token it was banned with
     * @param createdAt when
     */
    public record Ban(UUID id, String pattern, String note, String createdBy, Instant createdAt) {}

    public List<Ban> list(Handle handle, String workspace) {
        return handle.createQuery(
                        """
                        SELECT id, pattern, note, created_by, created_at FROM ban
                        WHERE workspace = :workspace ORDER BY created_at, id
                        """)
                .bind("workspace", workspace)
                .map((row, context) -> new Ban(
                        row.getObject("id", UUID.class),
                        row.getString("pattern"),
                        row.getString("note"),
                        row.getString("created_by"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /** Adds a pattern; empty if it is banned already. */
    public Optional<Ban> add(Handle handle, String workspace, String pattern, String note, String by) {
        Ban ban = new Ban(UUID.randomUUID(), pattern, note, by, DatabaseAccess.now(clock));
        int added = handle.createUpdate(
                        """
                        INSERT INTO ban (id, workspace, pattern, note, created_by, created_at)
                        VALUES (:id, :workspace, :pattern, :note, :by, :now) ON CONFLICT (workspace, pattern) DO NOTHING
                        """)
                .bind("id", ban.id())
                .bind("workspace", workspace)
                .bind("pattern", pattern)
                .bind("note", note)
                .bind("by", by)
                .bind("now", ban.createdAt())
                .execute();
        return added == 0 ? Optional.empty() : Optional.of(ban);
    }

    /** Removes a pattern and returns it, if it was there. */
    public Optional<String> remove(Handle handle, String workspace, UUID id) {
        return handle.createQuery("DELETE FROM ban WHERE workspace = :workspace AND id = :id RETURNING pattern")
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }
}

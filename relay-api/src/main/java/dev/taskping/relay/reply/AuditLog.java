package dev.taskping.relay.reply;

import dev.taskping.relay.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Who asked for what, and what was decided. */
@ApplicationScoped
class AuditLog {

    private final Clock clock;

    AuditLog(Clock clock) {
        this.clock = clock;
    }

    /** Writes a decision down, in the transaction that carries it out. */
    void record(Handle handle, String workspace, String who, String what, String decision, String reason) {
        handle.createUpdate(
                        """
                        INSERT INTO audit (workspace, at, who, what, decision, reason)
                        VALUES (:workspace, :at, :who, :what, :decision, :reason)
                        """)
                .bind("workspace", workspace)
                .bind("at", DatabaseAccess.now(clock))
                .bind("who", who)
                .bind("what", what.length() <= 300 ? what : what.substring(0, 300))
                .bind("decision", decision)
                .bind("reason", reason)
                .execute();
    }

    /** How many decisions were written down about somebody lately. */
    int recent(Handle handle, String workspace, String who, Duration window) {
        return handle.createQuery(
                        "SELECT count(*) FROM audit WHERE workspace = :workspace AND who = :who AND at > :since")
                .bind("workspace", workspace)
                .bind("who", who)
                .bind("since", DatabaseAccess.now(clock).minus(window))
                .mapTo(Integer.class)
                .one();
    }
}

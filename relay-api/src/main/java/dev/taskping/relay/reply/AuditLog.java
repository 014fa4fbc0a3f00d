package dev.taskping.relay.reply;

import dev.taskping.relay.audit.Actor;
import dev.taskping.relay.audit.Actor.Source;
import dev.taskping.relay.audit.AuditTrail;
import dev.taskping.relay.audit.Decision;
import dev.taskping.relay.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Who asked for what in a chat, and what was decided. */
@ApplicationScoped
class AuditLog {

    private final AuditTrail trail;
    private final Clock clock;

    AuditLog(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** Writes a decision down, in the transaction that carries it out. */
    void record(Handle handle, String workspace, String who, String what, String decision, String reason) {
        trail.record(
                handle,
                new Actor(workspace, Source.CHAT, who, null, null, null),
                what,
                null,
                Decision.valueOf(decision.toUpperCase(Locale.ROOT)),
                reason);
    }

    /** How many refusals were written down about somebody lately. */
    int recent(Handle handle, String workspace, String who, Duration window) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM audit
                        WHERE workspace = :workspace AND who = :who AND decision = 'refused' AND at > :since
                        """)
                .bind("workspace", workspace)
                .bind("who", who)
                .bind("since", DatabaseAccess.now(clock).minus(window))
                .mapTo(Integer.class)
                .one();
    }
}

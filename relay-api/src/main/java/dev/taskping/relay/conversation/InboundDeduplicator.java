package dev.taskping.relay.conversation;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** What came in, so that nothing is taken twice and nobody asks without end. */
@ApplicationScoped
public class InboundDeduplicator {

    private final Clock clock;

    InboundDeduplicator(Clock clock) {
        this.clock = clock;
    }

    /** Whether this was never seen before; from now on it was. */
    public boolean isNew(Handle handle, String scope, String id) {
        return handle.createUpdate(
                                """
                        INSERT INTO inbound (scope, update_id, received_at) VALUES (:scope, :id, :now)
                        ON CONFLICT (scope, update_id) DO NOTHING
                        """)
                        .bind("scope", scope)
                        .bind("id", id)
                        .bind("now", DatabaseAccess.now(clock))
                        .execute()
                > 0;
    }

    /** Forgets what no provider repeats any more. Whom we refused is not forgotten. */
    public void forget(Handle handle, Duration updatesAfter, Duration requestsAfter) {
        handle.createUpdate(
                        """
                        DELETE FROM inbound
                        WHERE (scope NOT LIKE 'refused:%' AND received_at < :updates)
                           OR (scope LIKE 'requests:%' AND received_at < :requests)
                        """)
                .bind("updates", DatabaseAccess.now(clock).minus(updatesAfter))
                .bind("requests", DatabaseAccess.now(clock).minus(requestsAfter))
                .execute();
    }
}

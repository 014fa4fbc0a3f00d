package dev.taskping.relay.conversation.sender;

import dev.taskping.relay.platform.database.DatabaseAccess;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Remembers which updates were received, so that none is handled twice. */
@ApplicationScoped
public class InboundDeduplicator {

    private static final Duration UPDATES_AFTER = Duration.ofDays(7);
    private static final Duration REQUESTS_AFTER = Duration.ofHours(1);

    /** Whoever was refused is not answered again for so long. */
    private static final Duration STRANGERS_AFTER = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final Clock clock;

    InboundDeduplicator(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Whether this update is new; remembers it. */
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

    /** Forgets an update that changed nothing: if the provider repeats it, it changes nothing again. */
    public void release(Handle handle, String scope, String id) {
        handle.createUpdate("DELETE FROM inbound WHERE scope = :scope AND update_id = :id")
                .bind("scope", scope)
                .bind("id", id)
                .execute();
    }

    /** Whether this is the first of its scope; a repetition of the first is, too. */
    public boolean isFirst(Handle handle, String scope, String id) {
        isNew(handle, scope, id);
        return handle.createQuery("SELECT count(*) FROM inbound WHERE scope = :scope")
                        .bind("scope", scope)
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    /** Deletes old entries, which no provider repeats any more. */
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        DELETE FROM inbound
                        WHERE (scope NOT LIKE 'refused:%' AND received_at < :updates)
                           OR (scope LIKE 'requests:%' AND received_at < :requests)
                           OR received_at < :strangers
                        """)
                .bind("updates", DatabaseAccess.now(clock).minus(UPDATES_AFTER))
                .bind("strangers", DatabaseAccess.now(clock).minus(STRANGERS_AFTER))
                .bind("requests", DatabaseAccess.now(clock).minus(REQUESTS_AFTER))
                .execute());
    }
}

package dev.taskping.relay.guard;

import dev.taskping.relay.platform.database.DatabaseAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Counts requests in windows of time that start with a request: one row and one statement for each key, however many requests there
 * are. All replicas share them through the database.
 */
@ApplicationScoped
public class RequestWindows {

    private final Clock clock;

    RequestWindows(Clock clock) {
        this.clock = clock;
    }

    /**
     * A window after a request was counted.
     *
     * @param requests how many it has, with this one
     * @param ends when it ends
     */
    public record Window(int requests, Instant ends) {

        /** Whether this request is one too many. */
        public boolean exceeds(int limit) {
            return requests > limit;
        }

        /** Whether this request is the first that is too many: the one to answer. */
        public boolean justExceeds(int limit) {
            return requests == limit + 1;
        }
    }

    /** Counts a request. The row is locked until the transaction ends. */
    public Window count(Handle handle, String key, Duration length) {
        Instant now = DatabaseAccess.now(clock);
        return handle.createQuery(
                        """
                        INSERT INTO request_window AS w (key, started_at, requests) VALUES (:key, :now, 1)
                        ON CONFLICT (key) DO UPDATE SET
                            started_at = CASE WHEN w.started_at <= :over THEN excluded.started_at ELSE w.started_at END,
                            requests = CASE WHEN w.started_at <= :over THEN 1 ELSE w.requests + 1 END
                        RETURNING requests, started_at
                        """)
                .bind("key", key)
                .bind("now", now)
                .bind("over", now.minus(length))
                .map((row, context) -> new Window(
                        row.getInt("requests"),
                        row.getTimestamp("started_at").toInstant().plus(length)))
                .one();
    }

    /** How many requests the current window has, without counting one. */
    public int peek(Handle handle, String key, Duration length) {
        return handle.createQuery("SELECT requests FROM request_window WHERE key = :key AND started_at > :over")
                .bind("key", key)
                .bind("over", DatabaseAccess.now(clock).minus(length))
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    /** Starts a new count. */
    public void reset(Handle handle, String key) {
        handle.createUpdate("DELETE FROM request_window WHERE key = :key")
                .bind("key", key)
                .execute();
    }

    /** Deletes windows that started longer ago. */
    public void forget(Handle handle, Duration age) {
        handle.createUpdate("DELETE FROM request_window WHERE started_at < :before")
                .bind("before", DatabaseAccess.now(clock).minus(age))
                .execute();
    }
}

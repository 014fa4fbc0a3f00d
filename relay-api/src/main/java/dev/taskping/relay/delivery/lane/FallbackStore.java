package dev.taskping.relay.delivery.lane;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores which channel is the fallback of another, and takes over what that one cannot deliver. All methods run in the caller's
 * transaction.
 */
@ApplicationScoped
public class FallbackStore {

    /**
     * Sets a channel's fallback.
     *
     * @param after how long the relay tries messages before it hands them over
     */
    public void set(Handle handle, UUID channelId, UUID fallbackId, Duration after) {
        handle.createUpdate(
                        """
                        INSERT INTO fallback (channel_id, fallback_id, after_ms) VALUES (:channel, :fallback, :after)
                        ON CONFLICT (channel_id) DO UPDATE SET fallback_id = excluded.fallback_id,
                            after_ms = excluded.after_ms
                        WHERE (fallback.fallback_id, fallback.after_ms)
                            IS DISTINCT FROM (excluded.fallback_id, excluded.after_ms)
                        """)
                .bind("channel", channelId)
                .bind("fallback", fallbackId)
                .bind("after", after.toMillis())
                .execute();
    }

    /** Removes a channel's fallback. */
    public void clear(Handle handle, UUID channelId) {
        handle.createUpdate("DELETE FROM fallback WHERE channel_id = :channel")
                .bind("channel", channelId)
                .execute();
    }
}

package dev.taskping.relay.channel;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelOverview;
import dev.taskping.protocol.channel.ChannelState.Trouble;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Stores the health of channels: the result of the latest check, and whether the latest messages arrived. A refused message
 * casts doubt on the credentials, so the channel is checked again. All methods run in the caller's transaction.
 */
@ApplicationScoped
public class ChannelHealthStore {

    /** The shortest time between two checks, however many messages a provider refuses. */
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(20);

    private static final String HEALTH =
            """
            SELECT namespace, name, ready, reason, message, trouble_reason, trouble, trouble_since FROM channel
            """;

    /**
     * What an undelivered message says about its channel.
     *
     * @param reason one CamelCase word
     * @param message the provider's words
     */
    public record Symptom(String reason, String message) {}

    /** The latest messages of these channels arrived. */
    public void recovered(Handle handle, Collection<UUID> channels) {
        if (channels.isEmpty()) {
            return;
        }
        // In one order, so that two replicas cannot deadlock.
        handle.createUpdate(
                        """
                        WITH troubled AS (SELECT id FROM channel
                            WHERE id = ANY(:ids::uuid[]) AND trouble_reason IS NOT NULL ORDER BY id FOR UPDATE)
                        UPDATE channel SET trouble_reason = NULL, trouble = NULL, trouble_since = NULL
                        FROM troubled WHERE channel.id = troubled.id
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        channels.stream().map(UUID::toString).toList())
                .execute();
    }

    /** The latest messages of these channels did not arrive as they should; in the order of their ids, as above. */
    public void troubled(Handle handle, SortedMap<UUID, Symptom> symptoms, Instant now) {
        symptoms.forEach((channel, symptom) -> handle.createUpdate(
                        """
                        UPDATE channel SET trouble_reason = :reason, trouble = :message,
                            trouble_since = coalesce(trouble_since, :now::timestamptz),
                            recheck_at = coalesce(recheck_at,
                                greatest(:now::timestamptz, checked_at + :between::interval))
                        WHERE id = :id AND (recheck_at IS NULL OR trouble IS DISTINCT FROM :message
                            OR trouble_reason IS DISTINCT FROM :reason)
                        """)
                .bind("reason", symptom.reason())
                .bind("message", symptom.message())
                .bind("now", now)
                .bind("between", BETWEEN_CHECKS.toString())
                .bind("id", channel)
                .execute());
    }

    /** Why a channel's latest messages did not arrive. */
    public Optional<Trouble> trouble(Handle handle, String workspace, UUID id) {
        return handle
                .createQuery(HEALTH + " WHERE workspace = :workspace AND id = :id")
                .bind("workspace", workspace)
                .bind("id", id)
                .map((row, context) -> trouble(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** All registered channels of a cluster. */
    public List<ChannelOverview.Entry> ofCluster(Handle handle, String workspace, String cluster) {
        return handle.createQuery(
                        HEALTH
                                + """
                                 WHERE workspace = :workspace AND cluster = :cluster
                                  AND settings_sealed IS NOT NULL
                                ORDER BY namespace, name
                                """)
                .bind("workspace", workspace)
                .bind("cluster", cluster)
                .map((row, context) -> new ChannelOverview.Entry(
                        new ChannelKey(row.getString("namespace"), row.getString("name")),
                        row.getBoolean("ready"),
                        row.getString("reason"),
                        row.getString("message"),
                        trouble(row).orElse(null)))
                .list();
    }

    private static Optional<Trouble> trouble(ResultSet row) throws SQLException {
        String reason = row.getString("trouble_reason");
        return reason == null
                ? Optional.empty()
                : Optional.of(new Trouble(
                        reason,
                        row.getString("trouble"),
                        row.getTimestamp("trouble_since").toInstant()));
    }
}

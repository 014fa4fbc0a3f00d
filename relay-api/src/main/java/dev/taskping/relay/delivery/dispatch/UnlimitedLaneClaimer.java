package dev.taskping.relay.delivery.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Claims messages on lanes whose provider names no limit. Several replicas may send on the same lane at the same time; a
 * failing lane gets one message at a time, as a probe. Within a lane a message waits for the earlier ones about the same task.
 * Tenants take turns, and so do the lanes of a tenant: those first that work.
 */
@ApplicationScoped
class UnlimitedLaneClaimer {

    private static final String CLAIM =
            """
            WITH RECURSIVE %s,
            next AS MATERIALIZED (
                SELECT d.id, d.seq, l.id AS lane, l.type, l.tenant, l.failing_since IS NOT NULL AS failing,
                    coalesce(held.requests, 0) AS held
                FROM waiting w
                JOIN lane_assignment a ON a.channel_id = w.channel_id
                JOIN lane l ON l.id = a.lane_id
                JOIN unnest(:kinds, :concurrency) AS kind (type, concurrency) ON kind.type = l.type
                LEFT JOIN unnest(:busyLanes, :busyCounts) AS busy (lane, requests) ON busy.lane = l.id
                %s
                CROSS JOIN LATERAL (
                    SELECT d.id, d.seq
                    FROM delivery d
                    WHERE d.channel_id = w.channel_id AND d.due_at <= :now AND %s
                      AND (d.task_uid IS NULL OR NOT EXISTS (
                          SELECT 1 FROM delivery earlier
                          WHERE earlier.channel_id = d.channel_id AND earlier.task_uid = d.task_uid
                            AND earlier.state = 'pending' AND earlier.seq < d.seq))
                    ORDER BY d.seq
                    LIMIT greatest(least(CASE WHEN l.probe_at IS NULL THEN kind.concurrency ELSE 1 END
                        - coalesce(busy.requests, 0), :share - coalesce(held.requests, 0)), 0)
                    FOR UPDATE OF d SKIP LOCKED) d
                WHERE l.interval_ms IS NULL AND %s
                LIMIT :limit),
            turns AS (SELECT *, row_number() OVER (PARTITION BY lane ORDER BY seq) AS turn FROM next),
            places AS (
                SELECT id, held + row_number() OVER (PARTITION BY type, tenant ORDER BY failing, turn, seq) AS place
                FROM turns),
            due AS MATERIALIZED (SELECT id FROM places WHERE place <= :share ORDER BY place LIMIT :limit),
            claimed AS (
                UPDATE delivery SET claimed_until = now() + :lease::interval, digest = NULL
                FROM due WHERE delivery.id = due.id RETURNING delivery.*)
            """
                    .formatted(
                            DeliveryClaimer.WAITING_CHANNELS,
                            DeliveryClaimer.HELD,
                            DeliveryClaimer.FREE,
                            DeliveryClaimer.OPEN);

    private final ClaimedDeliveryReader deliveries;

    UnlimitedLaneClaimer(ClaimedDeliveryReader deliveries) {
        this.deliveries = deliveries;
    }

    /** Claims in the caller's transaction. */
    List<OutboundMessage> claim(Handle handle, ClaimRequest claimRequest) {
        List<Map.Entry<String, Integer>> busy = List.copyOf(claimRequest.lanes().entrySet());
        Query query = claimRequest
                .bindTo(handle.createQuery(CLAIM + ClaimedDeliveryReader.READ))
                .bindArray(
                        "busyLanes",
                        String.class,
                        busy.stream().map(Map.Entry::getKey).toList())
                .bindArray(
                        "busyCounts",
                        Integer.class,
                        busy.stream().map(Map.Entry::getValue).toList())
                .bind("limit", claimRequest.limit());
        return deliveries.read(handle, query).stream().map(OutboundMessage::of).toList();
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.RateLimit;
import dev.taskping.relay.delivery.lane.LanePlan;
import dev.taskping.relay.delivery.lane.LanePlan.Planned;
import dev.taskping.relay.delivery.lane.LanePlan.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Claims messages on lanes with a rate limit. A claimer locks a lane while it plans, so that all replicas together keep the
 * limit; one instant in the lane's row says what it may still send.
 */
@ApplicationScoped
class RateLimitedLaneClaimer {

    private static final int LANES_AT_ONCE = 64;
    /** Enough to fill a digest and the messages before it. */
    private static final int ROWS_OF_A_LANE = 4 * LanePlan.MOST_IN_DIGEST;

    /** Whether the rate of the lane {@code l} lets a message go now. */
    private static final String IN_TIME =
            """
            l.next_at <= :now::timestamptz + (l.burst - 1) * l.interval_ms * interval '1 millisecond'
            """;

    /** Lanes on which a message could be sent now. Tenants take turns. */
    private static final String READY_LANES =
            """
            WITH RECURSIVE %s,
            due AS (
                SELECT a.lane_id FROM waiting w JOIN lane_assignment a ON a.channel_id = w.channel_id
                WHERE EXISTS (SELECT 1 FROM delivery d
                    WHERE d.channel_id = w.channel_id AND d.due_at <= :now AND %s)),
            turns AS (
                SELECT l.id, coalesce(held.requests, 0) AS held,
                    row_number() OVER (PARTITION BY l.type, l.tenant ORDER BY l.failing_since IS NOT NULL, l.next_at) AS turn
                FROM lane l %s
                WHERE l.id IN (SELECT lane_id FROM due) AND l.interval_ms IS NOT NULL AND %s AND %s)
            SELECT l.id, l.interval_ms, l.burst, l.next_at, kind.type, l.tenant,
                least(room.slots, :share - turns.held - turns.turn + 1) AS slots
            FROM turns
            JOIN lane l ON l.id = turns.id
            JOIN unnest(:kinds, :concurrency) AS kind (type, concurrency) ON kind.type = l.type
            CROSS JOIN LATERAL (
                SELECT CASE WHEN l.probe_at IS NULL THEN kind.concurrency ELSE 1 END
                    - count(DISTINCT coalesce(d.digest, d.id)) AS slots
                FROM lane_assignment a JOIN delivery d ON d.channel_id = a.channel_id
                WHERE a.lane_id = l.id AND d.state = 'pending' AND d.claimed_until > now()) room
            WHERE %s AND %s AND room.slots > 0 AND turns.held + turns.turn <= :share
            ORDER BY turns.turn, l.next_at LIMIT :limit
            FOR UPDATE OF l SKIP LOCKED
            """
                    .formatted(
                            DeliveryClaimer.WAITING_CHANNELS,
                            DeliveryClaimer.FREE,
                            DeliveryClaimer.HELD,
                            DeliveryClaimer.OPEN,
                            IN_TIME,
                            DeliveryClaimer.OPEN,
                            IN_TIME);

    /**
     * Answers and reports of events are two sequences: an answer does not wait for a report about its task. Nothing waits for
     * an edit, and of several edits the one that has waited longest goes first. What some recipients have already goes on alone: a
     * digest would tell them again.
     */
    private static final String WAITING_ON_LANES =
            """
            SELECT lanes.id AS lane, d.id, d.channel_id, d.event_id IS NOT NULL AND NOT d.edits AND d.reached IS NULL AS tells,
                d.earlier
            FROM unnest(:lanes) AS lanes (id)
            CROSS JOIN LATERAL (
                SELECT d.id, d.channel_id, d.event_id, d.reached, before.earlier,
                    d.live_at IS NOT NULL AND d.reference IS NOT NULL AS edits
                FROM lane_assignment a
                JOIN delivery d ON d.channel_id = a.channel_id
                CROSS JOIN LATERAL (
                    SELECT coalesce(array_agg(e.id ORDER BY e.seq), '{}') AS earlier,
                        coalesce(bool_or(e.claimed_until IS NOT NULL OR e.due_at > :now), false) AS blocked
                    FROM delivery e
                    WHERE e.channel_id = d.channel_id AND e.task_uid = d.task_uid AND e.state = 'pending'
                      AND e.seq < d.seq AND (e.event_id IS NULL) = (d.event_id IS NULL)
                      AND (e.live_at IS NULL OR e.reference IS NULL)) before
                WHERE a.lane_id = lanes.id AND d.due_at <= :now AND %s
                  AND NOT before.blocked
                ORDER BY d.priority, CASE WHEN d.live_at IS NOT NULL AND d.reference IS NOT NULL THEN d.due_at END, d.seq
                LIMIT :rows) d
            """
                    .formatted(DeliveryClaimer.FREE);

    private static final String CLAIM =
            """
            WITH claimed AS (
                UPDATE delivery SET claimed_until = now() + :lease::interval, digest = chosen.digest::uuid
                FROM unnest(:ids, :digests) AS chosen (id, digest)
                WHERE delivery.id = chosen.id::uuid RETURNING delivery.*)
            """;

    private record Lane(String id, RateLimit limit, Instant nextAt, ChannelType type, int slots) {}

    private record Choice(UUID digest, Planned planned) {}

    private final ClaimedDeliveryReader deliveries;
    private final ProviderRegistry providers;

    RateLimitedLaneClaimer(ClaimedDeliveryReader deliveries, ProviderRegistry providers) {
        this.deliveries = deliveries;
        this.providers = providers;
    }

    /** Claims in the caller's transaction. */
    List<OutboundMessage> claim(Handle handle, ClaimRequest claimRequest) {
        List<Lane> lanes = readyLanes(handle, claimRequest);
        if (lanes.isEmpty()) {
            return List.of();
        }
        Map<String, List<Waiting>> waiting = waiting(handle, claimRequest, lanes);
        List<Choice> choices = new ArrayList<>();
        for (Lane lane : lanes) {
            int allowed = lane.limit.allowed(lane.nextAt, claimRequest.now());
            List<Planned> plan = LanePlan.of(waiting.getOrDefault(lane.id, List.of()), allowed, lane.slots);
            spend(handle, lane, plan.size(), claimRequest.now());
            plan.forEach(planned -> choices.add(new Choice(UUID.randomUUID(), planned)));
        }
        return messages(handle, claimRequest, choices);
    }

    private List<Lane> readyLanes(Handle handle, ClaimRequest claimRequest) {
        return claimRequest
                .bindTo(handle.createQuery(READY_LANES))
                .bind("limit", LANES_AT_ONCE)
                .map((row, context) -> new Lane(
                        row.getString("id"),
                        new RateLimit(Duration.ofMillis(row.getLong("interval_ms")), row.getInt("burst")),
                        row.getTimestamp("next_at").toInstant(),
                        providers.type(row.getString("type")),
                        row.getInt("slots")))
                .list();
    }

    private static Map<String, List<Waiting>> waiting(Handle handle, ClaimRequest claimRequest, List<Lane> lanes) {
        Map<String, ChannelType> kinds = lanes.stream().collect(Collectors.toMap(Lane::id, Lane::type));
        Map<String, List<Waiting>> waiting = new LinkedHashMap<>();
        claimRequest
                .bindTo(handle.createQuery(WAITING_ON_LANES))
                .bindArray("lanes", String.class, List.copyOf(kinds.keySet()))
                .bind("rows", ROWS_OF_A_LANE)
                .map((row, context) -> {
                    String lane = row.getString("lane");
                    boolean people = kinds.get(lane) != null && kinds.get(lane).digests();
                    Waiting one = new Waiting(
                            row.getObject("id", UUID.class),
                            row.getObject("channel_id", UUID.class),
                            people && row.getBoolean("tells"),
                            uuids(row));
                    return waiting.computeIfAbsent(lane, none -> new ArrayList<>())
                            .add(one);
                })
                .list();
        return waiting;
    }

    private static List<UUID> uuids(ResultSet row) throws SQLException {
        Array array = row.getArray("earlier");
        return Arrays.asList((UUID[]) array.getArray());
    }

    private static void spend(Handle handle, Lane lane, int messages, Instant now) {
        if (messages > 0) {
            handle.createUpdate("UPDATE lane SET next_at = :next WHERE id = :id")
                    .bind("next", lane.limit.after(messages, lane.nextAt, now))
                    .bind("id", lane.id)
                    .execute();
        }
    }

    private List<OutboundMessage> messages(Handle handle, ClaimRequest claimRequest, List<Choice> choices) {
        if (choices.isEmpty()) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        List<@Nullable String> digests = new ArrayList<>();
        for (Choice choice : choices) {
            boolean together = choice.planned.carried().size() > 1;
            for (UUID id : choice.planned.carried()) {
                ids.add(id.toString());
                digests.add(together ? choice.digest.toString() : null);
            }
        }
        Query query = handle.createQuery(CLAIM + ClaimedDeliveryReader.READ)
                .bind("lease", claimRequest.lease())
                .bindArray("ids", String.class, ids)
                .bindArray("digests", String.class, digests);
        Map<UUID, ClaimedDelivery> claimed = deliveries.read(handle, query).stream()
                .collect(Collectors.toMap(ClaimedDelivery::id, Function.identity()));
        return choices.stream()
                .flatMap(choice -> OutboundMessage.of(choice.digest, choice.planned, claimed).stream())
                .toList();
    }
}

package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.delivery.explain.History.LaneState;
import dev.taskping.relay.delivery.explain.History.Muted;
import dev.taskping.relay.delivery.explain.History.Recorded;
import dev.taskping.relay.delivery.explain.History.Sent;
import dev.taskping.relay.delivery.explain.History.Tried;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads a task's history. All methods run in the caller's transaction. */
@ApplicationScoped
public class HistoryStore {

    private static final int MOST = 500;

    private static final String DELIVERIES =
            """
            SELECT d.id, d.event_id, c.namespace, c.name, d.state, d.created_at, d.due_at, d.finished_at,
                CASE WHEN d.state = 'pending' AND c.settings_sealed IS NULL THEN c.message ELSE d.reason END AS reason,
                CASE WHEN d.digest IS NULL THEN 0 ELSE (SELECT count(DISTINCT other.task_uid) FROM delivery other
                    WHERE other.channel_id = d.channel_id AND other.digest = d.digest
                      AND other.task_uid <> d.task_uid) END AS told_with,
                before.namespace AS before_namespace, before.name AS before_name,
                c.settings_sealed IS NOT NULL AND l.id IS NOT NULL AS on_lane, l.paused_until, l.failing_since, l.probe_at,
                CASE WHEN l.interval_ms IS NULL THEN d.due_at
                    ELSE l.next_at - (l.burst - 1) * l.interval_ms * interval '1 millisecond' END AS open_at,
                coalesce(d.claimed_until > now(), false) AS in_hand,
                EXISTS (SELECT 1 FROM delivery e WHERE e.channel_id = d.channel_id AND e.task_uid = d.task_uid
                    AND e.state = 'pending' AND e.seq < d.seq) AS behind_earlier
            FROM delivery d
            JOIN channel c ON c.workspace = d.workspace AND c.id = d.channel_id
            LEFT JOIN lane l ON l.id = c.lane_id
            LEFT JOIN delivery instead ON instead.id = d.fallback_of
            LEFT JOIN channel before ON before.id = instead.channel_id
            WHERE d.workspace = :workspace AND d.task_uid = :task
            ORDER BY d.seq LIMIT :most
            """;

    private record Attempt(UUID delivery, Tried tried) {}

    public History of(Handle handle, String workspace, String taskUid) {
        List<Recorded> events = handle.createQuery(
                        """
                        SELECT body, received_at FROM event WHERE workspace = :workspace AND task_uid = :task
                        ORDER BY received_at, occurred_at LIMIT :most
                        """)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .bind("most", MOST)
                .map((row, context) -> new Recorded(
                        Json.read(row.getString("body"), TaskEvent.class),
                        row.getTimestamp("received_at").toInstant()))
                .list();
        Map<UUID, List<Tried>> attempts = attempts(handle, workspace, taskUid);
        List<Sent> deliveries = handle.createQuery(DELIVERIES)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .bind("most", MOST)
                .map((row, context) -> sent(row, attempts))
                .list();
        return new History(events, deliveries, mutes(handle, workspace, taskUid));
    }

    private static List<Muted> mutes(Handle handle, String workspace, String taskUid) {
        return handle.createQuery(
                        """
                        SELECT c.namespace, c.name, m.person, m.muted_at, m.until
                        FROM mute m JOIN channel c ON c.workspace = m.workspace AND c.id = m.channel_id
                        WHERE m.workspace = :workspace AND m.task_uid = :task ORDER BY m.id LIMIT :most
                        """)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .bind("most", MOST)
                .map((row, context) -> new Muted(
                        new ChannelKey(row.getString("namespace"), row.getString("name")),
                        row.getString("person"),
                        row.getTimestamp("muted_at").toInstant(),
                        row.getTimestamp("until").toInstant()))
                .list();
    }

    private static Map<UUID, List<Tried>> attempts(Handle handle, String workspace, String taskUid) {
        return handle
                .createQuery(
                        """
                        SELECT a.delivery_id, a.at, a.result, a.latency_ms, a.reference, a.detail
                        FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id
                        WHERE d.workspace = :workspace AND d.task_uid = :task ORDER BY a.at LIMIT 5000
                        """)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .map((row, context) -> new Attempt(
                        row.getObject("delivery_id", UUID.class),
                        new Tried(
                                row.getTimestamp("at").toInstant(),
                                row.getString("result"),
                                Duration.ofMillis(row.getInt("latency_ms")),
                                row.getString("reference"),
                                row.getString("detail"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Attempt::delivery, Collectors.mapping(Attempt::tried, Collectors.toList())));
    }

    private static Sent sent(ResultSet row, Map<UUID, List<Tried>> attempts) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String before = row.getString("before_name");
        LaneState lane = row.getBoolean("on_lane")
                ? new LaneState(
                        instant(row.getTimestamp("paused_until")),
                        instant(row.getTimestamp("failing_since")),
                        instant(row.getTimestamp("probe_at")),
                        row.getTimestamp("open_at").toInstant())
                : null;
        return new Sent(
                id,
                row.getString("event_id"),
                new ChannelKey(row.getString("namespace"), row.getString("name")),
                row.getString("state"),
                row.getString("reason"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                instant(row.getTimestamp("finished_at")),
                row.getInt("told_with"),
                before == null ? null : new ChannelKey(row.getString("before_namespace"), before),
                lane,
                row.getBoolean("behind_earlier"),
                row.getBoolean("in_hand"),
                attempts.getOrDefault(id, List.of()));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

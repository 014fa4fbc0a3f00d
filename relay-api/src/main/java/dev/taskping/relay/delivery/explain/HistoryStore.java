package dev.taskping.relay.delivery.explain;

import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.channel.ChannelLookup.Entry;
import dev.taskping.relay.delivery.explain.History.LaneState;
import dev.taskping.relay.delivery.explain.History.Muted;
import dev.taskping.relay.delivery.explain.History.Sent;
import dev.taskping.relay.delivery.explain.History.Tried;
import dev.taskping.relay.delivery.outbox.MuteStore;
import dev.taskping.relay.event.EventStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads a task's history. All methods run in the caller's transaction. */
@ApplicationScoped
public class HistoryStore {

    private static final int MOST = 500;

    private static final String DELIVERIES =
            """
            SELECT d.id, d.event_id, d.channel_id, d.state, d.reason, d.created_at, d.due_at, d.finished_at,
                CASE WHEN d.digest IS NULL THEN 0 ELSE (SELECT count(DISTINCT other.task_uid) FROM delivery other
                    WHERE other.channel_id = d.channel_id AND other.digest = d.digest
                      AND other.task_uid <> d.task_uid) END AS told_with,
                replaced.channel_id AS in_place_of,
                l.id IS NOT NULL AS on_lane, l.paused_until, l.failing_since, l.probe_at,
                CASE WHEN l.interval_ms IS NULL THEN d.due_at
                    ELSE l.next_at - (l.burst - 1) * l.interval_ms * interval '1 millisecond' END AS open_at,
                coalesce(d.claimed_until > now(), false) AS in_hand,
                EXISTS (SELECT 1 FROM delivery e WHERE e.channel_id = d.channel_id AND e.task_uid = d.task_uid
                    AND e.state = 'pending' AND e.seq < d.seq) AS behind_earlier
            FROM delivery d
            LEFT JOIN lane_assignment a ON a.channel_id = d.channel_id
            LEFT JOIN lane l ON l.id = a.lane_id
            LEFT JOIN delivery replaced ON replaced.id = d.fallback_of
            WHERE d.workspace = :workspace AND d.task_uid = :task
            ORDER BY d.seq LIMIT :most
            """;

    private final EventStore events;
    private final ChannelLookup channels;
    private final MuteStore mutes;

    HistoryStore(EventStore events, ChannelLookup channels, MuteStore mutes) {
        this.events = events;
        this.channels = channels;
        this.mutes = mutes;
    }

    /** A message as it is stored. */
    private record Row(
            UUID id,
            @Nullable String eventId,
            UUID channelId,
            String state,
            @Nullable String reason,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant finishedAt,
            int toldWith,
            @Nullable UUID inPlaceOf,
            @Nullable LaneState lane,
            boolean behindEarlier,
            boolean inHand) {

        Stream<UUID> channels() {
            return Stream.of(Optional.of(channelId), Optional.ofNullable(inPlaceOf))
                    .flatMap(Optional::stream);
        }
    }

    /** Everything that happened to a task's messages. */
    public History of(Handle handle, String workspace, String taskUid) {
        List<Row> rows = handle.createQuery(DELIVERIES)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .bind("most", MOST)
                .map((row, context) -> row(row))
                .list();
        Map<UUID, List<Tried>> attempts = attempts(handle, workspace, taskUid);
        List<MuteStore.Period> muted = mutes.ofTask(handle, workspace, taskUid, MOST);
        Map<UUID, Entry> directory = channels.byId(
                handle,
                Stream.concat(
                                rows.stream().flatMap(Row::channels),
                                muted.stream().map(MuteStore.Period::channelId))
                        .collect(Collectors.toSet()));
        return new History(
                events.ofTask(handle, workspace, taskUid, MOST),
                rows.stream()
                        .map(row -> sent(row, directory, attempts.getOrDefault(row.id, List.of())))
                        .toList(),
                muted.stream().map(period -> muted(period, directory)).toList());
    }

    private static Map<UUID, List<Tried>> attempts(Handle handle, String workspace, String taskUid) {
        record Of(UUID delivery, Tried tried) {}
        return handle
                .createQuery(
                        """
                        SELECT a.delivery_id, a.at, a.result, a.latency_ms, a.reference, a.detail
                        FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id
                        WHERE d.workspace = :workspace AND d.task_uid = :task ORDER BY a.at LIMIT 5000
                        """)
                .bind("workspace", workspace)
                .bind("task", taskUid)
                .map((row, context) -> new Of(
                        row.getObject("delivery_id", UUID.class),
                        new Tried(
                                row.getTimestamp("at").toInstant(),
                                row.getString("result"),
                                Duration.ofMillis(row.getInt("latency_ms")),
                                row.getString("reference"),
                                row.getString("detail"))))
                .stream()
                .collect(Collectors.groupingBy(Of::delivery, Collectors.mapping(Of::tried, Collectors.toList())));
    }

    private static Sent sent(Row row, Map<UUID, Entry> directory, List<Tried> attempts) {
        Entry channel = entry(directory, row.channelId);
        boolean unregistered = row.state.equals("pending") && !channel.isRegistered();
        return new Sent(
                row.id,
                row.eventId,
                channel.key(),
                row.state,
                unregistered ? channel.message() : row.reason,
                row.createdAt,
                row.dueAt,
                row.finishedAt,
                row.toldWith,
                row.inPlaceOf == null ? null : entry(directory, row.inPlaceOf).key(),
                row.lane,
                row.behindEarlier,
                row.inHand,
                attempts);
    }

    private static Muted muted(MuteStore.Period period, Map<UUID, Entry> directory) {
        return new Muted(entry(directory, period.channelId()).key(), period.person(), period.from(), period.until());
    }

    private static Entry entry(Map<UUID, Entry> directory, UUID channel) {
        return Objects.requireNonNull(directory.get(channel), () -> "channel " + channel);
    }

    private static Row row(ResultSet row) throws SQLException {
        LaneState lane = row.getBoolean("on_lane")
                ? new LaneState(
                        instant(row.getTimestamp("paused_until")),
                        instant(row.getTimestamp("failing_since")),
                        instant(row.getTimestamp("probe_at")),
                        row.getTimestamp("open_at").toInstant())
                : null;
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("event_id"),
                row.getObject("channel_id", UUID.class),
                row.getString("state"),
                row.getString("reason"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("due_at").toInstant(),
                instant(row.getTimestamp("finished_at")),
                row.getInt("told_with"),
                row.getObject("in_place_of", UUID.class),
                lane,
                row.getBoolean("behind_earlier"),
                row.getBoolean("in_hand"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

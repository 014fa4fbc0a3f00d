package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelTestResult;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.channel.ChannelLookup.Entry;
import dev.taskping.relay.delivery.explain.DeliveryView.AttemptView;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads deliveries as the REST API shows them. All methods run in the caller's transaction. */
@ApplicationScoped
public class DeliveryViewStore {

    private static final String VIEW =
            """
            SELECT d.id, d.channel_id, d.task_uid, d.event_id, d.message->>'title' AS title, d.state, d.reason,
                d.due_at, d.created_at, d.finished_at, coalesce(l.paused_until > now(), false) AS paused
            FROM delivery d
            LEFT JOIN lane_assignment a ON a.channel_id = d.channel_id
            LEFT JOIN lane l ON l.id = a.lane_id
            """;

    private final ChannelLookup channels;

    DeliveryViewStore(ChannelLookup channels) {
        this.channels = channels;
    }

    /** A delivery as it is stored. */
    private record Row(
            UUID id,
            UUID channelId,
            @Nullable String taskUid,
            @Nullable String eventId,
            String title,
            String state,
            @Nullable String reason,
            Instant dueAt,
            Instant createdAt,
            @Nullable Instant finishedAt,
            boolean paused) {

        boolean isPending() {
            return "pending".equals(state);
        }
    }

    /** Deliveries about a task, oldest first. */
    public List<DeliveryView> ofTask(Handle handle, String workspace, String taskUid) {
        return views(
                handle,
                handle.createQuery(VIEW
                                + " WHERE d.workspace = :workspace AND d.task_uid = :task ORDER BY d.seq LIMIT 1000")
                        .bind("workspace", workspace)
                        .bind("task", taskUid)
                        .map((row, context) -> row(row))
                        .list());
    }

    /** Deliveries of a workspace in a state, newest first. */
    public List<DeliveryView> inState(
            Handle handle, String workspace, @Nullable String state, @Nullable Long before, int limit) {
        return views(
                handle,
                handle.createQuery(
                                VIEW
                                        + """
                                 WHERE d.workspace = :workspace AND (:state::text IS NULL OR d.state = :state)
                                  AND (:before::bigint IS NULL OR d.seq < :before)
                                ORDER BY d.seq DESC LIMIT :limit
                                """)
                        .bind("workspace", workspace)
                        .bind("state", state)
                        .bind("before", before)
                        .bind("limit", limit)
                        .map((row, context) -> row(row))
                        .list());
    }

    /** The state of a test message. */
    public ChannelTestResult test(Handle handle, String workspace, UUID id) {
        return handle.createQuery(
                        "SELECT state, reference, reason FROM delivery WHERE workspace = :workspace AND id = :id")
                .bind("workspace", workspace)
                .bind("id", id)
                .map((row, context) -> new ChannelTestResult(
                        id,
                        ChannelTestResult.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getString("reference"),
                        row.getString("reason")))
                .one();
    }

    /** The place of a delivery in the order of the outbox. */
    public Optional<Long> position(Handle handle, String workspace, UUID id) {
        return handle.createQuery("SELECT seq FROM delivery WHERE workspace = :workspace AND id = :id")
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(Long.class)
                .findOne();
    }

    private List<DeliveryView> views(Handle handle, List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<AttemptView>> attempts =
                attempts(handle, rows.stream().map(Row::id).toList());
        Map<UUID, Entry> directory =
                channels.byId(handle, rows.stream().map(Row::channelId).collect(Collectors.toSet()));
        return rows.stream()
                .map(row -> view(
                        row,
                        Objects.requireNonNull(directory.get(row.channelId)),
                        attempts.getOrDefault(row.id, List.of())))
                .toList();
    }

    private static Map<UUID, List<AttemptView>> attempts(Handle handle, List<UUID> deliveries) {
        record Of(UUID delivery, AttemptView attempt) {}
        return handle
                .createQuery(
                        """
                        SELECT delivery_id, at, result, latency_ms, reference, detail FROM delivery_attempt
                        WHERE delivery_id = ANY(:ids::uuid[]) ORDER BY at
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        deliveries.stream().map(UUID::toString).toList())
                .map((row, context) -> new Of(
                        row.getObject("delivery_id", UUID.class),
                        new AttemptView(
                                row.getTimestamp("at").toInstant(),
                                row.getString("result"),
                                row.getInt("latency_ms"),
                                row.getString("reference"),
                                row.getString("detail"))))
                .stream()
                .collect(Collectors.groupingBy(Of::delivery, Collectors.mapping(Of::attempt, Collectors.toList())));
    }

    private static DeliveryView view(Row row, Entry channel, List<AttemptView> attempts) {
        return new DeliveryView(
                row.id,
                channel.key(),
                row.taskUid,
                row.eventId,
                row.title,
                row.state,
                reason(row, channel),
                row.isPending() ? row.dueAt : null,
                row.createdAt,
                row.finishedAt,
                attempts);
    }

    private static @Nullable String reason(Row row, Entry channel) {
        if (row.isPending() && !channel.isRegistered()) {
            return channel.message();
        }
        return row.isPending() && row.paused
                ? "The channel waits: " + Objects.requireNonNullElse(row.reason, channel.message())
                : row.reason;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("channel_id", UUID.class),
                row.getString("task_uid"),
                row.getString("event_id"),
                row.getString("title"),
                row.getString("state"),
                row.getString("reason"),
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("finished_at")),
                row.getBoolean("paused"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

package dev.taskping.relay.delivery.outbox;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelTestResult;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.delivery.outbox.DeliveryView.AttemptView;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Deliveries as people ask about them. All methods run in the caller's transaction. */
@ApplicationScoped
public class DeliveryStore {

    private static final String VIEW =
            """
            SELECT d.id, d.seq, c.namespace, c.name, d.task_uid, d.event_id, d.message->>'title' AS title, d.state,
                d.due_at, d.created_at, d.finished_at,
                CASE WHEN d.state = 'pending' AND c.settings_sealed IS NULL THEN c.message
                     WHEN d.state = 'pending' AND l.paused_until > now() THEN 'The channel waits: ' || coalesce(d.reason, c.message)
                     ELSE d.reason END AS reason
            FROM delivery d JOIN channel c ON c.workspace = d.workspace AND c.id = d.channel_id
            LEFT JOIN lane l ON l.id = c.lane_id
            """;

    /** Deliveries about a task, oldest first. */
    public List<DeliveryView> ofTask(Handle handle, String workspace, String taskUid) {
        return withAttempts(
                handle,
                handle.createQuery(VIEW
                                + " WHERE d.workspace = :workspace AND d.task_uid = :task ORDER BY d.seq LIMIT 1000")
                        .bind("workspace", workspace)
                        .bind("task", taskUid)
                        .map((row, context) -> view(row))
                        .list());
    }

    /** Deliveries of a workspace in a state, newest first. */
    public List<DeliveryView> inState(
            Handle handle, String workspace, @Nullable String state, @Nullable Long before, int limit) {
        return withAttempts(
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
                        .map((row, context) -> view(row))
                        .list());
    }

    /** What has become of a test message. */
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

    /** The message behind a provider's reference as it was first sent, log included. */
    public Optional<Message> messageOf(Handle handle, String workspace, UUID channelId, String reference) {
        return handle.createQuery(
                        """
                        SELECT d.message, t.log_tail, t.log_truncated, e.type
                        FROM delivery d
                        LEFT JOIN event e ON e.workspace = d.workspace AND e.id = d.event_id
                        LEFT JOIN task t ON t.workspace = d.workspace AND t.uid = d.task_uid
                        WHERE d.workspace = :workspace AND d.channel_id = :channel AND d.reference = :reference
                        ORDER BY d.seq LIMIT 1
                        """)
                .bind("workspace", workspace)
                .bind("channel", channelId)
                .bind("reference", reference)
                .map((row, context) -> withLog(row))
                .findOne();
    }

    private static Message withLog(ResultSet row) throws SQLException {
        Message message = Json.read(row.getString("message"), Message.class);
        String tail = row.getString("log_tail");
        String type = row.getString("type");
        if (message.log() != null || tail == null || type == null || !type.contains(".finished.")) {
            return message;
        }
        return message.withLog(new LogExcerpt(tail, row.getBoolean("log_truncated")));
    }

    private static List<DeliveryView> withAttempts(Handle handle, List<DeliveryView> deliveries) {
        if (deliveries.isEmpty()) {
            return deliveries;
        }
        record Row(UUID delivery, AttemptView attempt) {}
        Map<UUID, List<AttemptView>> attempts = handle
                .createQuery(
                        """
                        SELECT delivery_id, at, result, latency_ms, reference, detail FROM delivery_attempt
                        WHERE delivery_id = ANY(:ids::uuid[]) ORDER BY at
                        """)
                .bindArray(
                        "ids",
                        String.class,
                        deliveries.stream().map(d -> d.id().toString()).toList())
                .map((row, context) -> new Row(
                        row.getObject("delivery_id", UUID.class),
                        new AttemptView(
                                row.getTimestamp("at").toInstant(),
                                row.getString("result"),
                                row.getInt("latency_ms"),
                                row.getString("reference"),
                                row.getString("detail"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::delivery, Collectors.mapping(Row::attempt, Collectors.toList())));
        return deliveries.stream()
                .map(delivery -> new DeliveryView(
                        delivery.id(),
                        delivery.channel(),
                        delivery.taskUid(),
                        delivery.eventId(),
                        delivery.title(),
                        delivery.state(),
                        delivery.reason(),
                        delivery.dueAt(),
                        delivery.createdAt(),
                        delivery.finishedAt(),
                        attempts.getOrDefault(delivery.id(), List.of())))
                .toList();
    }

    private static DeliveryView view(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return new DeliveryView(
                row.getObject("id", UUID.class),
                new ChannelKey(row.getString("namespace"), row.getString("name")),
                row.getString("task_uid"),
                row.getString("event_id"),
                row.getString("title"),
                state,
                row.getString("reason"),
                "pending".equals(state) ? row.getTimestamp("due_at").toInstant() : null,
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("finished_at")),
                List.of());
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}

package dev.taskping.relay.delivery.live;

import dev.taskping.protocol.message.Message;
import dev.taskping.relay.delivery.live.LiveMessage.Phase;
import dev.taskping.relay.delivery.outbox.MessagePriority;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Live messages in the outbox. All methods run in the caller's transaction, and rows that are read are locked. */
@ApplicationScoped
public class LiveMessageStore {

    private static final String COLUMNS =
            """
            SELECT d.id, d.channel_id, d.task_uid, d.message, d.state, d.claimed_until IS NOT NULL AS claimed,
                d.reference IS NOT NULL AS shown, d.live_at, d.live_version, d.live_ended, d.due_at, d.finished_at
            FROM delivery d
            """;

    /**
     * One of them.
     *
     * @param id the delivery
     * @param channelId its channel
     * @param taskUid its task
     * @param message what it says or is to say
     * @param state where it stands
     */
    public record Row(UUID id, UUID channelId, String taskUid, Message message, LiveMessage state) {}

    /** Those about these tasks, in the order of their ids, so that two replicas cannot deadlock over them. */
    List<Row> ofTasks(Handle handle, String workspace, Collection<String> tasks) {
        return handle.createQuery(COLUMNS
                        + " WHERE d.workspace = :workspace AND d.task_uid = ANY(:tasks) AND d.live_at IS NOT NULL"
                        + " ORDER BY d.id FOR UPDATE")
                .bind("workspace", workspace)
                .bindArray("tasks", String.class, List.copyOf(tasks))
                .map((row, context) -> row(row))
                .list();
    }

    /** Those among these deliveries. */
    public List<Row> ofDeliveries(Handle handle, Collection<UUID> ids) {
        return handle.createQuery(
                        COLUMNS + " WHERE d.id = ANY(:ids::uuid[]) AND d.live_at IS NOT NULL ORDER BY d.id FOR UPDATE")
                .bindArray("ids", String.class, ids.stream().map(UUID::toString).toList())
                .map((row, context) -> row(row))
                .list();
    }

    /** Stores the state of one, and what it will show. */
    public void write(Handle handle, UUID id, LiveMessage now, Message message) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET state = :state, message = :message::jsonb, due_at = :due,
                            finished_at = :settled::timestamptz,
                            live_at = CASE WHEN :live THEN :at::timestamptz END, live_version = :version,
                            live_ended = :ended,
                            tried_since = CASE WHEN state <> 'pending' AND :state = 'pending' THEN :touched ELSE tried_since END,
                            priority = CASE WHEN :shown THEN :edit ELSE priority END,
                            claimed_until = CASE WHEN :claimed THEN claimed_until END,
                            reason = CASE WHEN state = 'pending' AND :state = 'pending' THEN reason ELSE :reason END
                        WHERE id = :id
                        """)
                .bind("state", now.phase().name().toLowerCase(Locale.ROOT))
                .bind("message", Json.write(message))
                .bind("due", now.dueAt())
                .bind("settled", text(now.settledAt()))
                .bind("live", now.live())
                .bind("at", now.at().toString())
                .bind("version", now.version())
                .bind("ended", now.ended())
                .bind("touched", now.dueAt())
                .bind("shown", now.shown())
                .bind("edit", MessagePriority.EDIT.ordinal())
                .bind("claimed", now.claimed())
                .bind("reason", reason(now))
                .bind("id", id)
                .execute();
    }

    private static @Nullable String reason(LiveMessage now) {
        return now.phase() == Phase.DELIVERED && !now.shown() ? "Told by the message about its end" : null;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("channel_id", UUID.class),
                row.getString("task_uid"),
                Json.read(row.getString("message"), Message.class),
                new LiveMessage(
                        Phase.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getBoolean("claimed"),
                        row.getBoolean("shown"),
                        true,
                        row.getTimestamp("live_at").toInstant(),
                        row.getInt("live_version"),
                        row.getBoolean("live_ended"),
                        row.getTimestamp("due_at").toInstant(),
                        instant(row.getTimestamp("finished_at"))));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}

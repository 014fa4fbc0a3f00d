package dev.taskping.relay.notify;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.ChannelType;
import dev.taskping.relay.channel.Notification;
import dev.taskping.relay.channel.Notification.Placement;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.configuration.RelayConfiguration;
import dev.taskping.relay.database.DatabaseAccess;
import dev.taskping.relay.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Claims due messages. Works for all workspaces: each row brings its own along. */
@ApplicationScoped
class DeliveryClaims {

    /**
     * Each channel is a lane of its own, so that one with a long queue or a provider that hangs keeps nobody else
     * waiting. Within a lane a message waits for the earlier ones about the same task.
     */
    private static final String CLAIM =
            """
            WITH due AS MATERIALIZED (
                SELECT next.id
                FROM channel c
                JOIN unnest(:types, :limits) AS kind (type, concurrency) ON kind.type = c.type
                LEFT JOIN unnest(:busyChannels, :busyCounts) AS busy (id, messages) ON busy.id = c.id::text
                CROSS JOIN LATERAL (
                    SELECT d.id
                    FROM delivery d
                    WHERE d.channel_id = c.id AND d.state = 'pending' AND d.due_at <= :now
                      AND (d.claimed_until IS NULL OR d.claimed_until <= :now)
                      AND (d.task_uid IS NULL OR NOT EXISTS (
                          SELECT 1 FROM delivery earlier
                          WHERE earlier.channel_id = d.channel_id AND earlier.task_uid = d.task_uid
                            AND earlier.state = 'pending' AND earlier.seq < d.seq))
                    ORDER BY d.seq
                    LIMIT greatest(kind.concurrency - coalesce(busy.messages, 0), 0)
                    FOR UPDATE OF d SKIP LOCKED) next
                WHERE c.settings_sealed IS NOT NULL AND (c.paused_until IS NULL OR c.paused_until <= :now)
                LIMIT :limit),
            claimed AS (
                UPDATE delivery SET claimed_until = :lease FROM due WHERE delivery.id = due.id RETURNING delivery.*)
            SELECT d.id, d.workspace, d.channel_id, d.task_uid, d.placement, d.message, d.attempts, d.created_at,
                c.namespace, c.name, c.type, c.settings_sealed, c.destination,
                e.body AS event, t.log_tail, t.log_truncated
            FROM claimed d
            JOIN channel c ON c.id = d.channel_id
            LEFT JOIN event e ON e.workspace = d.workspace AND e.id = d.event_id
            LEFT JOIN task t ON t.workspace = d.workspace AND t.uid = d.task_uid
            ORDER BY d.seq
            """;

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final RelayConfiguration.Outbox configuration;
    private final Clock clock;

    DeliveryClaims(Jdbi jdbi, ChannelStore channels, RelayConfiguration configuration, Clock clock) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.configuration = configuration.outbox();
        this.clock = clock;
    }

    /**
     * Claims at most {@code limit} due messages.
     *
     * @param busy how many messages of a channel this replica has in hand already
     */
    List<ClaimedDelivery> claim(int limit, Map<UUID, Integer> busy) {
        Instant now = DatabaseAccess.now(clock);
        List<Map.Entry<UUID, Integer>> lanes = List.copyOf(busy.entrySet());
        List<ChannelType> types = Arrays.asList(ChannelType.values());
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bindArray(
                        "types",
                        String.class,
                        types.stream().map(ChannelType::id).toList())
                .bindArray(
                        "limits",
                        Integer.class,
                        types.stream().map(ChannelType::concurrency).toList())
                .bindArray(
                        "busyChannels",
                        String.class,
                        lanes.stream().map(lane -> lane.getKey().toString()).toList())
                .bindArray(
                        "busyCounts",
                        Integer.class,
                        lanes.stream().map(Map.Entry::getValue).toList())
                .bind("now", now)
                .bind("lease", now.plus(configuration.lease()))
                .bind("limit", limit)
                .map((row, context) -> claimed(row))
                .list());
    }

    private ClaimedDelivery claimed(ResultSet row) throws SQLException {
        UUID channelId = row.getObject("channel_id", UUID.class);
        String workspace = row.getString("workspace");
        String destination = row.getString("destination");
        ChannelSettings settings = RegisteredChannel.withDestination(
                channels.open(workspace, channelId, row.getBytes("settings_sealed")), destination);
        ChannelKey key = new ChannelKey(row.getString("namespace"), row.getString("name"));
        RegisteredChannel channel = new RegisteredChannel(channelId, workspace, "", key, settings, destination);
        Placement placement = PlacementJson.read(row.getString("placement"));
        TaskEvent event = event(row);
        Notification notification = new Notification(
                row.getObject("id", UUID.class),
                row.getTimestamp("created_at").toInstant(),
                message(row.getString("message"), event),
                event,
                row.getString("task_uid"),
                placement);
        return new ClaimedDelivery(
                workspace,
                channelId,
                key,
                ChannelType.ofId(row.getString("type")),
                settings,
                conversation(placement, channel),
                row.getInt("attempts"),
                notification);
    }

    private static @Nullable String conversation(Placement placement, RegisteredChannel channel) {
        String placed =
                switch (placement) {
                    case Placement.Fresh fresh -> null;
                    case Placement.ReplyTo reply -> reply.conversation();
                    case Placement.EditOf edit -> edit.conversation();
                };
        return placed != null ? placed : channel.conversation().orElse(null);
    }

    /** The log's tail is stored once, with the task, and belongs to the event that told of the end. */
    private static @Nullable TaskEvent event(ResultSet row) throws SQLException {
        String body = row.getString("event");
        if (body == null) {
            return null;
        }
        TaskEvent event = Json.read(body, TaskEvent.class);
        String tail = row.getString("log_tail");
        if (tail == null || event.type() != TaskEventType.FINISHED) {
            return event;
        }
        TaskData data = event.data();
        LogExcerpt log = new LogExcerpt(tail, row.getBoolean("log_truncated"));
        return new TaskEvent(
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                new TaskData(data.task(), data.outcome(), data.timing(), data.usage(), log, data.route(), data.next()));
    }

    private static Message message(String json, @Nullable TaskEvent event) {
        Message message = Json.read(json, Message.class);
        if (event == null || event.data().log() == null) {
            return message;
        }
        return Messages.withLog(message, event.data().log());
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelSettings;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.dispatch.ClaimedDelivery.Live;
import dev.taskping.relay.delivery.outbox.PlacementJson;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads claimed deliveries with all that sending them takes. */
@ApplicationScoped
class ClaimedRows {

    /** Follows a {@code WITH} whose {@code claimed} holds the claimed rows. */
    static final String READ =
            """
            SELECT d.id, d.workspace, d.channel_id, d.task_uid, d.placement, d.message, d.attempts, d.created_at,
                d.tried_since, d.live_version, d.live_at IS NOT NULL AS live, d.reference, d.conversation, c.namespace, c.name, c.type, c.lane_id, c.settings_sealed, c.destination,
                CASE WHEN c.fallback_id IS NULL THEN NULL ELSE c.fallback_after_ms END AS give_up_after_ms,
                e.body AS event, t.log_tail, t.log_truncated
            FROM claimed d
            JOIN channel c ON c.id = d.channel_id
            LEFT JOIN event e ON e.workspace = d.workspace AND e.id = d.event_id
            LEFT JOIN task t ON t.workspace = d.workspace AND t.uid = d.task_uid
            ORDER BY d.seq
            """;

    private final ChannelStore channels;
    private final Duration giveUpAfter;

    ClaimedRows(ChannelStore channels, RelayConfiguration configuration) {
        this.channels = channels;
        this.giveUpAfter = configuration.outbox().giveUpAfter();
    }

    /** The delivery in the row at hand. */
    ClaimedDelivery read(ResultSet row) throws SQLException {
        UUID channelId = row.getObject("channel_id", UUID.class);
        String workspace = row.getString("workspace");
        String destination = row.getString("destination");
        ChannelSettings settings = RegisteredChannel.withDestination(
                channels.open(workspace, channelId, row.getBytes("settings_sealed")), destination);
        ChannelKey key = new ChannelKey(row.getString("namespace"), row.getString("name"));
        RegisteredChannel channel = new RegisteredChannel(channelId, workspace, "", key, settings, destination);
        Live live = row.getBoolean("live") ? new Live(row.getInt("live_version"), row.getString("reference")) : null;
        Placement placement = live != null && live.reference() != null
                ? new Placement.EditOf(row.getString("conversation"), live.reference(), false)
                : PlacementJson.read(row.getString("placement"));
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
                row.getString("lane_id"),
                settings,
                conversation(placement, channel),
                row.getInt("attempts"),
                row.getTimestamp("tried_since").toInstant(),
                giveUpAfter(row),
                notification,
                live);
    }

    /** With a fallback a message is handed over after the time set for that, at the latest when others are given up. */
    private Duration giveUpAfter(ResultSet row) throws SQLException {
        long handOver = row.getLong("give_up_after_ms");
        return row.wasNull() || handOver > giveUpAfter.toMillis() ? giveUpAfter : Duration.ofMillis(handOver);
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
        LogExcerpt log = new LogExcerpt(tail, row.getBoolean("log_truncated"));
        return event.withData(event.data().withLog(log));
    }

    private static Message message(String json, @Nullable TaskEvent event) {
        Message message = Json.read(json, Message.class);
        if (event == null || event.data().log() == null) {
            return message;
        }
        return message.withLog(event.data().log());
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.HookAddresses;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.Notification;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.channel.spi.RecipientProgress;
import dev.taskping.relay.delivery.dispatch.ClaimedDelivery.Live;
import dev.taskping.relay.delivery.outbox.EventLoader;
import dev.taskping.relay.delivery.outbox.StoredPlacement;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads claimed deliveries with everything that is needed to send them: settings, events, log tails. */
@ApplicationScoped
class ClaimedDeliveryReader {

    private static final Logger LOG = Logger.getLogger(ClaimedDeliveryReader.class);

    /** Follows a {@code WITH} whose {@code claimed} holds the claimed rows. */
    static final String READ =
            """
            SELECT d.id, d.workspace, d.channel_id, d.task_uid, d.event_id, d.event_cluster, d.placement, d.message, d.attempts,
                d.created_at, d.tried_since, d.live_version, d.live_at IS NOT NULL AS live, d.reference, d.conversation,
                d.reached, a.lane_id, f.after_ms
            FROM claimed d
            JOIN lane_assignment a ON a.channel_id = d.channel_id
            LEFT JOIN fallback f ON f.channel_id = d.channel_id
            ORDER BY d.seq
            """;

    private final ChannelStore channels;
    private final HookAddresses hooks;
    private final EventLoader events;
    private final Duration giveUpAfter;
    private final Counter unreadable;

    ClaimedDeliveryReader(
            ChannelStore channels,
            HookAddresses hooks,
            EventLoader events,
            RelayConfiguration configuration,
            MeterRegistry meters) {
        this.channels = channels;
        this.hooks = hooks;
        this.events = events;
        this.giveUpAfter = configuration.outbox().giveUpAfter();
        this.unreadable = meters.counter("taskping.deliveries.unreadable");
    }

    /** A claimed row of the outbox. */
    private record Row(
            UUID id,
            String workspace,
            UUID channelId,
            @Nullable String taskUid,
            EventStore.@Nullable Key eventKey,
            String placement,
            String message,
            int attempts,
            Instant createdAt,
            Instant triedSince,
            @Nullable Live live,
            @Nullable String conversation,
            RecipientProgress progress,
            String laneId,
            Duration giveUpAfter) {

        Optional<EventStore.Key> event() {
            return Optional.ofNullable(eventKey);
        }
    }

    /**
     * Runs a claiming query that ends with {@link #READ}, in the order of the outbox. Leaves out messages to a channel that has
     * just been removed; their leases expire.
     */
    List<ClaimedDelivery> read(Handle handle, Query claim) {
        List<Row> rows = claim.map((row, context) -> row(row)).list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<UUID, RegisteredChannel> destinations =
                channels.findAll(handle, rows.stream().map(Row::channelId).collect(Collectors.toSet()));
        Map<EventStore.Key, TaskEvent> told = events.withLogs(
                handle, rows.stream().map(Row::event).flatMap(Optional::stream).toList());
        List<ClaimedDelivery> readable = new ArrayList<>();
        for (Row row : rows) {
            try {
                ClaimedDelivery delivery = delivery(
                        row,
                        destinations.get(row.channelId),
                        row.event().map(told::get).orElse(null));
                if (delivery != null) {
                    readable.add(delivery);
                }
            } catch (RuntimeException e) {
                setAside(handle, row, e);
            }
        }
        return readable;
    }

    /** One row that nobody can read must not keep the others from being claimed. */
    private void setAside(Handle handle, Row row, RuntimeException why) {
        LOG.errorf(why, "Delivery %s of task %s cannot be read and is given up", row.id, row.taskUid);
        unreadable.increment();
        handle.createUpdate(
                        """
                        UPDATE delivery SET state = 'dead', finished_at = now(),
                            reason = 'This relay cannot read the stored message; its log says why'
                        WHERE id = :id AND state = 'pending'
                        """)
                .bind("id", row.id)
                .execute();
    }

    private Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("workspace"),
                row.getObject("channel_id", UUID.class),
                row.getString("task_uid"),
                event(row),
                row.getString("placement"),
                row.getString("message"),
                row.getInt("attempts"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("tried_since").toInstant(),
                row.getBoolean("live") ? new Live(row.getInt("live_version"), row.getString("reference")) : null,
                row.getString("conversation"),
                progress(row.getString("reached")),
                row.getString("lane_id"),
                giveUpAfter(row));
    }

    private static RecipientProgress progress(@Nullable String reached) {
        return reached == null ? new RecipientProgress() : new RecipientProgress(Json.readList(reached, String.class));
    }

    private static EventStore.@Nullable Key event(ResultSet row) throws SQLException {
        String id = row.getString("event_id");
        return id == null
                ? null
                : new EventStore.Key(
                        row.getString("workspace"), row.getString("event_cluster"), row.getString("task_uid"), id);
    }

    /** A channel with a fallback hands a message over after the fallback's time, at the latest when the relay gives up. */
    private Duration giveUpAfter(ResultSet row) throws SQLException {
        long handOver = row.getLong("after_ms");
        return row.wasNull() || handOver > giveUpAfter.toMillis() ? giveUpAfter : Duration.ofMillis(handOver);
    }

    private @Nullable ClaimedDelivery delivery(
            Row row, @Nullable RegisteredChannel channel, @Nullable TaskEvent event) {
        if (channel == null) {
            return null;
        }
        Live live = row.live;
        Placement placement = live != null && live.reference() != null
                ? new Placement.EditOf(row.conversation, live.reference(), false)
                : StoredPlacement.read(row.placement);
        Notification notification = new Notification(
                row.id,
                row.createdAt,
                message(row.message, event),
                event,
                row.taskUid,
                placement,
                hooks.of(channel),
                row.progress);
        return new ClaimedDelivery(
                row.workspace,
                row.channelId,
                channel.key(),
                channel.settings().type(),
                row.laneId,
                channel.tenant(),
                channel.settings(),
                conversation(placement, channel),
                row.attempts,
                row.triedSince,
                row.giveUpAfter,
                notification,
                live);
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

    private static Message message(String json, @Nullable TaskEvent event) {
        Message message = Json.read(json, Message.class);
        if (event == null || event.data().log() == null) {
            return message;
        }
        return message.withLog(event.data().log());
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.channel.spi.ChannelType;
import dev.taskping.relay.delivery.outbox.NotificationEnqueuer;
import dev.taskping.relay.delivery.outbox.NotificationEnqueuer.Detour;
import dev.taskping.relay.delivery.outbox.NotificationEnqueuer.Notice;
import dev.taskping.relay.delivery.outbox.Routes;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Hands what a channel could not deliver to the channel that takes over. An event is told to a channel once, also this way,
 * so that channels that name each other end after each has tried.
 */
@ApplicationScoped
class FallbackRouter {

    private record Undelivered(String workspace, Notice notice) {}

    private final NotificationEnqueuer notices;
    private final DeliveryMetrics metrics;

    FallbackRouter(NotificationEnqueuer notices, DeliveryMetrics metrics) {
        this.notices = notices;
        this.metrics = metrics;
    }

    /** Hands these dead letters over, as far as they tell of events and their channels have a fallback. */
    void handOver(Handle handle, Collection<UUID> dead) {
        if (dead.isEmpty()) {
            return;
        }
        Map<String, List<Undelivered>> byWorkspace = handle.createQuery(
                        """
                        SELECT d.id, d.workspace, d.reason, e.body, c.namespace || '/' || c.name AS channel,
                            f.id AS fallback, f.template, CASE WHEN f.settings_sealed IS NULL THEN NULL ELSE f.type END AS type
                        FROM delivery d
                        JOIN channel c ON c.id = d.channel_id
                        JOIN channel f ON f.id = c.fallback_id AND f.workspace = c.workspace AND f.id <> c.id
                        JOIN event e ON e.workspace = d.workspace AND e.id = d.event_id
                        WHERE d.id = ANY(:ids::uuid[]) AND d.state = 'dead'
                        ORDER BY d.seq
                        """)
                .bindArray(
                        "ids", String.class, dead.stream().map(UUID::toString).toList())
                .map((row, context) -> undelivered(row))
                .collect(Collectors.groupingBy(Undelivered::workspace));
        byWorkspace.forEach((workspace, undelivered) -> {
            int handedOver = notices.enqueue(
                            handle,
                            workspace,
                            undelivered.stream().map(Undelivered::notice).toList())
                    .size();
            metrics.countFallbacks(handedOver);
        });
    }

    private static Undelivered undelivered(ResultSet row) throws SQLException {
        String type = row.getString("type");
        TaskEvent event = Json.read(row.getString("body"), TaskEvent.class);
        String channel = row.getString("channel");
        Route route = Routes.merged(event.data().route()).stream()
                .filter(one -> one.channel().toString().equals(channel))
                .findFirst()
                .orElse(null);
        Detour detour = new Detour(
                row.getObject("id", UUID.class),
                "Channel " + channel + " could not be reached: " + row.getString("reason"));
        return new Undelivered(
                row.getString("workspace"),
                new Notice(
                        event,
                        row.getObject("fallback", UUID.class),
                        type == null ? null : ChannelType.ofId(type),
                        Routes.wording(route, row.getString("template")),
                        detour,
                        false));
    }
}

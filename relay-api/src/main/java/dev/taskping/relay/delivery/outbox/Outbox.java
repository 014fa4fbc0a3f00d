package dev.taskping.relay.delivery.outbox;

import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The messages that wait for delivery. A message that is enqueued is delivered if, and only if, the transaction commits. */
@ApplicationScoped
public class Outbox {

    private final Clock clock;

    Outbox(Clock clock) {
        this.clock = clock;
    }

    /**
     * Puts messages into the outbox, in the caller's transaction, and wakes the dispatchers of all replicas.
     *
     * @return the ids of those that are new; a message that tells a channel of an event it was told of is not
     */
    public Set<UUID> enqueue(Handle handle, List<NewDelivery> deliveries) {
        if (deliveries.isEmpty()) {
            return Set.of();
        }
        Set<UUID> inserted = handle
                .createQuery(
                        """
                        INSERT INTO delivery (id, workspace, channel_id, task_uid, event_id, event_cluster, placement, message,
                            priority, fallback_of, live_at, live_version, due_at, created_at, tried_since)
                        SELECT id::uuid, workspace, channel_id::uuid, task_uid, event_id, event_cluster, placement::jsonb,
                            message::jsonb, priority, fallback_of::uuid, live_at::timestamptz,
                            CASE WHEN live_at IS NULL THEN NULL ELSE 1 END, :now, :now, :now
                        FROM unnest(:ids, :workspaces, :channels, :tasks, :events, :clusters, :placements, :messages,
                                :priorities, :fallbacks, :lives)
                            WITH ORDINALITY
                            AS new (id, workspace, channel_id, task_uid, event_id, event_cluster, placement, message,
                                priority, fallback_of, live_at, position)
                        ORDER BY position
                        ON CONFLICT DO NOTHING
                        RETURNING id
                        """)
                .bindArray("ids", String.class, column(deliveries, d -> d.id().toString()))
                .bindArray("workspaces", String.class, column(deliveries, NewDelivery::workspace))
                .bindArray("channels", String.class, column(deliveries, d -> d.channelId()
                        .toString()))
                .bindArray("tasks", String.class, column(deliveries, NewDelivery::taskUid))
                .bindArray("events", String.class, column(deliveries, d -> event(d, EventStore.Key::id)))
                .bindArray("clusters", String.class, column(deliveries, d -> event(d, EventStore.Key::cluster)))
                .bindArray("placements", String.class, column(deliveries, d -> StoredPlacement.write(d.placement())))
                .bindArray("messages", String.class, column(deliveries, d -> Json.write(d.message())))
                .bindArray(
                        "priorities",
                        Integer.class,
                        deliveries.stream().map(d -> d.priority().ordinal()).toList())
                .bindArray("fallbacks", String.class, column(deliveries, d -> text(d.fallbackOf())))
                .bindArray("lives", String.class, column(deliveries, d -> text(d.liveAt())))
                .bind("now", DatabaseAccess.now(clock))
                .mapTo(UUID.class)
                .stream()
                .collect(Collectors.toSet());
        DatabaseNotifications.publish(handle, Topic.OUTBOX, "");
        return inserted;
    }

    /**
     * Makes the messages due that wait for a channel, in the caller's transaction, and wakes the dispatchers of all replicas.
     */
    public void release(Handle handle, String workspace, UUID channelId) {
        handle.createUpdate(
                        """
                        UPDATE delivery SET due_at = :now
                        WHERE workspace = :workspace AND channel_id = :id AND state = 'pending' AND due_at > :now
                          AND (live_at IS NULL OR reference IS NULL) -- an edit keeps its distance from the last one
                        """)
                .bind("now", DatabaseAccess.now(clock))
                .bind("workspace", workspace)
                .bind("id", channelId)
                .execute();
        DatabaseNotifications.publish(handle, Topic.OUTBOX, "");
    }

    private static @Nullable String event(NewDelivery delivery, Function<EventStore.Key, String> part) {
        return delivery.event() == null ? null : part.apply(delivery.event());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static List<@Nullable String> column(
            List<NewDelivery> deliveries, Function<NewDelivery, @Nullable String> value) {
        return deliveries.stream().map(value).collect(Collectors.toList());
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.channel.ChannelLookup.Entry;
import dev.taskping.relay.delivery.notification.NotificationEnqueuer;
import dev.taskping.relay.delivery.outbox.NotificationRequest;
import dev.taskping.relay.delivery.outbox.NotificationRequest.Detour;
import dev.taskping.relay.delivery.outbox.Routes;
import dev.taskping.relay.event.EventStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages that a channel could not deliver to its fallback channel. A channel gets an event only once, also in this way,
 * so two channels that name each other as fallback do not go round in circles.
 */
@ApplicationScoped
class FallbackRouter {

    /** A dead letter of a channel that has a fallback. */
    private record Undelivered(
            UUID id,
            String workspace,
            UUID channelId,
            UUID fallbackId,
            EventStore.Key event,
            @Nullable String reason) {}

    private final NotificationEnqueuer notices;
    private final ChannelLookup channels;
    private final EventStore events;
    private final DeliveryMetrics metrics;

    FallbackRouter(NotificationEnqueuer notices, ChannelLookup channels, EventStore events, DeliveryMetrics metrics) {
        this.notices = notices;
        this.channels = channels;
        this.events = events;
        this.metrics = metrics;
    }

    /** Hands these dead letters over if they report events and their channels have a fallback. */
    void handOver(Handle handle, Collection<UUID> dead) {
        List<Undelivered> undelivered = dead.isEmpty() ? List.of() : undelivered(handle, dead);
        if (undelivered.isEmpty()) {
            return;
        }
        Map<UUID, Entry> directory = channels.byId(
                handle,
                undelivered.stream()
                        .flatMap(one -> Stream.of(one.channelId, one.fallbackId))
                        .collect(Collectors.toSet()));
        Map<EventStore.Key, TaskEvent> recorded =
                events.find(handle, undelivered.stream().map(Undelivered::event).collect(Collectors.toSet()));
        Map<String, List<NotificationRequest>> byWorkspace = undelivered.stream()
                .collect(Collectors.groupingBy(
                        Undelivered::workspace,
                        Collectors.flatMapping(
                                one -> Optional.ofNullable(recorded.get(one.event())).stream()
                                        .map(event -> notice(one, event, directory)),
                                Collectors.toList())));
        byWorkspace.forEach((workspace, request) -> metrics.countFallbacks(
                notices.enqueue(handle, workspace, request).size()));
    }

    private static List<Undelivered> undelivered(Handle handle, Collection<UUID> dead) {
        return handle.createQuery(
                        """
                        SELECT d.id, d.workspace, d.channel_id, f.fallback_id, d.task_uid, d.event_id, d.event_cluster,
                            d.reason
                        FROM delivery d JOIN fallback f ON f.channel_id = d.channel_id
                        WHERE d.id = ANY(:ids::uuid[]) AND d.state = 'dead' AND d.event_id IS NOT NULL
                          AND f.fallback_id <> d.channel_id
                        ORDER BY d.seq
                        """)
                .bindArray(
                        "ids", String.class, dead.stream().map(UUID::toString).toList())
                .map((row, context) -> new Undelivered(
                        row.getObject("id", UUID.class),
                        row.getString("workspace"),
                        row.getObject("channel_id", UUID.class),
                        row.getObject("fallback_id", UUID.class),
                        new EventStore.Key(
                                row.getString("workspace"),
                                row.getString("event_cluster"),
                                row.getString("task_uid"),
                                row.getString("event_id")),
                        row.getString("reason")))
                .list();
    }

    private static NotificationRequest notice(Undelivered undelivered, TaskEvent event, Map<UUID, Entry> directory) {
        ChannelKey channel = entry(directory, undelivered.channelId).key();
        Entry fallback = entry(directory, undelivered.fallbackId);
        Route route = Routes.merged(event.data().route()).stream()
                .filter(one -> one.channel().equals(channel))
                .findFirst()
                .orElse(null);
        Detour detour =
                new Detour(undelivered.id, "Channel " + channel + " could not be reached: " + undelivered.reason);
        return new NotificationRequest(
                event, fallback.id(), fallback.type(), Routes.wording(route, fallback.template()), detour, false);
    }

    private static Entry entry(Map<UUID, Entry> directory, UUID id) {
        return Objects.requireNonNull(directory.get(id), () -> "channel " + id);
    }
}

package dev.taskping.relay.delivery.explain;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.RuleEvaluation;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskIdentity;
import dev.taskping.protocol.relay.UndeliveredMessages.TemplateFault;
import dev.taskping.protocol.relay.UndeliveredMessages.UndeliveredMessage;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.channel.ChannelLookup.Entry;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.task.TaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the events that reached nobody. All methods run in the caller's transaction. */
@ApplicationScoped
public class UndeliveredStore {

    private static final Duration SHOWN = Duration.ofDays(1);
    private static final int MOST = 500;

    private final ChannelLookup channels;
    private final EventStore events;
    private final TaskStore tasks;
    private final Clock clock;

    UndeliveredStore(ChannelLookup channels, EventStore events, TaskStore tasks, Clock clock) {
        this.channels = channels;
        this.events = events;
        this.tasks = tasks;
        this.clock = clock;
    }

    private record Dead(UUID id, UUID channelId, EventStore.Key event, @Nullable String reason, Instant finishedAt) {}

    private record Fault(
            UUID delivery,
            UUID channelId,
            String taskUid,
            @Nullable String policy,
            String fingerprint,
            String fault,
            Instant at) {}

    /** Messages to the channels of a cluster that were given up lately and that no fallback told, newest first. */
    public List<UndeliveredMessage> ofCluster(Handle handle, String workspace, String cluster) {
        List<Dead> dead = handle.createQuery(
                        """
                        SELECT d.id, d.channel_id, d.task_uid, d.event_id, d.event_cluster, d.reason, d.finished_at
                        FROM delivery d
                        WHERE d.workspace = :workspace AND d.state = 'dead' AND d.event_id IS NOT NULL
                          AND d.channel_id = ANY(:channels::uuid[]) AND d.finished_at > :since
                          AND NOT EXISTS (SELECT 1 FROM delivery other
                              WHERE other.fallback_of = d.id AND other.state <> 'dead')
                        ORDER BY d.seq DESC LIMIT :most
                        """)
                .bind("workspace", workspace)
                .bindArray("channels", String.class, channelsOf(handle, workspace, cluster))
                .bind("since", DatabaseAccess.now(clock).minus(SHOWN))
                .bind("most", MOST)
                .map((row, context) -> new Dead(
                        row.getObject("id", UUID.class),
                        row.getObject("channel_id", UUID.class),
                        new EventStore.Key(
                                workspace,
                                row.getString("event_cluster"),
                                row.getString("task_uid"),
                                row.getString("event_id")),
                        row.getString("reason"),
                        row.getTimestamp("finished_at").toInstant()))
                .list();
        Map<UUID, Entry> directory =
                channels.byId(handle, dead.stream().map(Dead::channelId).collect(Collectors.toSet()));
        Map<EventStore.Key, TaskEvent> recorded =
                events.find(handle, dead.stream().map(Dead::event).collect(Collectors.toSet()));
        return dead.stream()
                .flatMap(one -> Optional.ofNullable(recorded.get(one.event)).stream()
                        .map(event -> message(one, event, key(directory, one.channelId))))
                .toList();
    }

    /** The latest fault of each template and channel. */
    public List<TemplateFault> templateFaults(Handle handle, String workspace, String cluster) {
        List<Fault> faults = handle.createQuery(
                        """
                        SELECT * FROM (
                            SELECT DISTINCT ON (f.policy, f.fingerprint, d.channel_id, f.task_namespace)
                                f.delivery_id, f.policy, f.fingerprint, f.fault, f.at, d.channel_id, d.task_uid
                            FROM template_fault f
                            JOIN delivery d ON d.id = f.delivery_id
                            WHERE d.workspace = :workspace AND d.channel_id = ANY(:channels::uuid[]) AND f.at > :since
                            ORDER BY f.policy, f.fingerprint, d.channel_id, f.task_namespace, f.at DESC) latest
                        ORDER BY at DESC LIMIT :most
                        """)
                .bind("workspace", workspace)
                .bindArray("channels", String.class, channelsOf(handle, workspace, cluster))
                .bind("since", DatabaseAccess.now(clock).minus(SHOWN))
                .bind("most", MOST)
                .map((row, context) -> new Fault(
                        row.getObject("delivery_id", UUID.class),
                        row.getObject("channel_id", UUID.class),
                        row.getString("task_uid"),
                        row.getString("policy"),
                        row.getString("fingerprint"),
                        row.getString("fault"),
                        row.getTimestamp("at").toInstant()))
                .list();
        Map<UUID, Entry> directory =
                channels.byId(handle, faults.stream().map(Fault::channelId).collect(Collectors.toSet()));
        Map<String, TaskIdentity> identities = tasks.identities(
                handle, workspace, faults.stream().map(Fault::taskUid).collect(Collectors.toSet()));
        return faults.stream()
                .flatMap(fault -> Optional.ofNullable(identities.get(fault.taskUid)).stream()
                        .map(task -> fault(fault, task, key(directory, fault.channelId))))
                .toList();
    }

    private List<String> channelsOf(Handle handle, String workspace, String cluster) {
        return channels.idsOfCluster(handle, workspace, cluster).stream()
                .map(UUID::toString)
                .toList();
    }

    private static ChannelKey key(Map<UUID, Entry> directory, UUID channel) {
        return Objects.requireNonNull(directory.get(channel), () -> "channel " + channel)
                .key();
    }

    private static TemplateFault fault(Fault fault, TaskIdentity task, ChannelKey channel) {
        return new TemplateFault(fault.delivery, task, fault.policy, channel, fault.fingerprint, fault.fault, fault.at);
    }

    private static UndeliveredMessage message(Dead dead, TaskEvent event, ChannelKey channel) {
        List<String> policies = event.data().rules().stream()
                .filter(rule -> rule.applies() && rule.channels().contains(channel))
                .map(RuleEvaluation::policy)
                .distinct()
                .toList();
        return new UndeliveredMessage(
                dead.id,
                event.data().task(),
                policies,
                channel,
                Objects.requireNonNullElse(dead.reason, "not known"),
                dead.finishedAt);
    }
}

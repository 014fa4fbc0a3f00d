package dev.taskping.relay.event.ingest;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.relay.EventReceipt;
import dev.taskping.protocol.relay.EventReceipt.Status;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.channel.ChannelLookup.Entry;
import dev.taskping.relay.delivery.notification.NotificationEnqueuer;
import dev.taskping.relay.delivery.outbox.NotificationRequest;
import dev.taskping.relay.delivery.outbox.Routes;
import dev.taskping.relay.event.EventStore;
import dev.taskping.relay.event.ingest.EventReader.Read;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.security.Caller;
import dev.taskping.relay.task.CommandLineSessionStore;
import dev.taskping.relay.task.TaskChange;
import dev.taskping.relay.task.TaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Records a batch of events: de-duplication, the tasks' new state and the messages, all in one transaction. */
@ApplicationScoped
public class EventIngest {

    private final Jdbi jdbi;
    private final EventStore events;
    private final TaskStore tasks;
    private final CommandLineSessionStore sessions;
    private final ChannelLookup channels;
    private final NotificationEnqueuer notices;
    private final EventValidator validation;

    EventIngest(
            Jdbi jdbi,
            EventStore events,
            TaskStore tasks,
            CommandLineSessionStore sessions,
            ChannelLookup channels,
            NotificationEnqueuer notices,
            RelayConfiguration configuration) {
        this.jdbi = jdbi;
        this.events = events;
        this.tasks = tasks;
        this.sessions = sessions;
        this.channels = channels;
        this.notices = notices;
        this.validation = new EventValidator(configuration.ingest().maxLogTail());
    }

    /** One verdict for each event, in the batch's order. */
    public List<EventReceipt> record(Caller caller, List<Read> batch) {
        List<Verdict> verdicts = new ArrayList<>();
        Map<EventStore.Key, TaskEvent> acceptable = new TreeMap<>();
        for (Read read : batch) {
            verdicts.add(judge(caller, read, acceptable));
        }
        Map<EventStore.Key, String> unroutable = new HashMap<>();
        Set<EventStore.Key> recorded = acceptable.isEmpty()
                ? Set.of()
                : jdbi.inTransaction(handle -> record(handle, caller, List.copyOf(acceptable.values()), unroutable));
        return verdicts.stream()
                .map(verdict -> settle(verdict, recorded, unroutable))
                .toList();
    }

    /**
     * A first verdict: rejected, repeated within the batch, or accepted until the database says otherwise.
     *
     * @param key of an event that was accepted
     */
    private record Verdict(EventReceipt receipt, EventStore.@Nullable Key key) {

        static Verdict rejected(String id, String fault) {
            return new Verdict(new EventReceipt(id, Status.REJECTED, fault), null);
        }
    }

    private Verdict judge(Caller caller, Read read, Map<EventStore.Key, TaskEvent> acceptable) {
        return switch (read) {
            case Read.Broken broken -> Verdict.rejected(broken.id(), broken.fault());
            case Read.Understood(TaskEvent event) -> {
                Optional<String> fault = validation.fault(event, caller);
                if (fault.isPresent()) {
                    String id = event.id() == null ? "" : event.id();
                    yield Verdict.rejected(id, fault.get());
                }
                EventStore.Key key = EventStore.Key.of(caller.workspace(), event);
                boolean first = acceptable.putIfAbsent(key, event) == null;
                yield first
                        ? new Verdict(new EventReceipt(event.id(), Status.ACCEPTED, null), key)
                        : new Verdict(new EventReceipt(event.id(), Status.DUPLICATE, null), null);
            }
        };
    }

    private static EventReceipt settle(
            Verdict verdict, Set<EventStore.Key> recorded, Map<EventStore.Key, String> unroutable) {
        EventReceipt receipt = verdict.receipt;
        if (verdict.key == null) {
            return receipt;
        }
        if (!recorded.contains(verdict.key)) {
            return new EventReceipt(receipt.id(), Status.DUPLICATE, null);
        }
        String detail = unroutable.get(verdict.key);
        return detail == null ? receipt : new EventReceipt(receipt.id(), Status.UNROUTABLE, detail);
    }

    private Set<EventStore.Key> record(
            Handle handle, Caller caller, List<TaskEvent> acceptable, Map<EventStore.Key, String> unroutable) {
        String workspace = caller.workspace();
        String cluster =
                switch (caller) {
                    case Caller.Cluster known -> known.id();
                    case Caller.Token token -> null;
                };
        Set<EventStore.Key> recorded = events.insert(handle, workspace, acceptable);
        List<TaskEvent> fresh = acceptable.stream()
                .filter(event -> recorded.contains(EventStore.Key.of(workspace, event)))
                // Kubernetes' times have whole seconds: of equal ones the start comes first.
                .sorted(Comparator.comparing(TaskEvent::time).thenComparing(TaskEvent::type))
                .toList();
        List<TaskEvent> routed = cluster == null ? sessions.route(handle, workspace, fresh) : fresh;
        tasks.apply(handle, workspace, cluster, changes(routed));
        List<NotificationRequest> told = notices(handle, workspace, cluster, routed, unroutable);
        notices.enqueue(handle, workspace, told);
        notices.end(handle, workspace, routed, told);
        return recorded;
    }

    private static List<TaskChange> changes(List<TaskEvent> events) {
        Map<String, TaskChange> byTask = new LinkedHashMap<>();
        for (TaskEvent event : events) {
            byTask.merge(event.subject(), TaskChange.of(event), TaskChange::and);
        }
        return List.copyOf(byTask.values());
    }

    private List<NotificationRequest> notices(
            Handle handle,
            String workspace,
            @Nullable String cluster,
            List<TaskEvent> events,
            Map<EventStore.Key, String> unroutable) {
        Set<ChannelKey> keys = events.stream()
                .flatMap(event -> event.data().route().stream())
                .map(Route::channel)
                .collect(Collectors.toSet());
        Map<ChannelKey, Entry> directory = channels.resolve(handle, workspace, cluster, keys);
        List<NotificationRequest> notices = new ArrayList<>();
        for (TaskEvent event : events) {
            for (Route route : Routes.merged(event.data().route())) {
                ChannelKey key = route.channel();
                Entry entry = directory.get(key);
                if (entry == null || entry.type() == null) {
                    unroutable.put(
                            EventStore.Key.of(workspace, event),
                            "route: channel " + key + " is not registered; the message waits until it is");
                }
                if (entry != null) {
                    notices.add(new NotificationRequest(
                            event,
                            entry.id(),
                            entry.type(),
                            Routes.wording(route, entry.template()),
                            null,
                            route.live() && entry.edits()));
                }
            }
        }
        return notices;
    }
}

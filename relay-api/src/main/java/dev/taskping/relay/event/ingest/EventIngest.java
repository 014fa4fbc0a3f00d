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
        List<EventReceipt> verdicts = new ArrayList<>();
        Map<String, TaskEvent> acceptable = new TreeMap<>();
        for (Read read : batch) {
            verdicts.add(judge(caller, read, acceptable));
        }
        Map<String, String> unroutable = new HashMap<>();
        Set<String> recorded = acceptable.isEmpty()
                ? Set.of()
                : jdbi.inTransaction(handle -> record(handle, caller, List.copyOf(acceptable.values()), unroutable));
        return verdicts.stream()
                .map(verdict -> settle(verdict, recorded, unroutable))
                .toList();
    }

    /** A first verdict: rejected, repeated within the batch, or accepted until the database says otherwise. */
    private EventReceipt judge(Caller caller, Read read, Map<String, TaskEvent> acceptable) {
        return switch (read) {
            case Read.Broken broken -> new EventReceipt(broken.id(), Status.REJECTED, broken.fault());
            case Read.Understood(TaskEvent event) -> {
                Optional<String> fault = validation.fault(event, caller);
                if (fault.isPresent()) {
                    String id = event.id() == null ? "" : event.id();
                    yield new EventReceipt(id, Status.REJECTED, fault.get());
                }
                boolean first = acceptable.putIfAbsent(event.id(), event) == null;
                yield new EventReceipt(event.id(), first ? Status.ACCEPTED : Status.DUPLICATE, null);
            }
        };
    }

    private static EventReceipt settle(EventReceipt verdict, Set<String> recorded, Map<String, String> unroutable) {
        if (verdict.status() != Status.ACCEPTED) {
            return verdict;
        }
        if (!recorded.contains(verdict.id())) {
            return new EventReceipt(verdict.id(), Status.DUPLICATE, null);
        }
        String detail = unroutable.get(verdict.id());
        return detail == null ? verdict : new EventReceipt(verdict.id(), Status.UNROUTABLE, detail);
    }

    private Set<String> record(
            Handle handle, Caller caller, List<TaskEvent> acceptable, Map<String, String> unroutable) {
        String workspace = caller.workspace();
        String cluster =
                switch (caller) {
                    case Caller.Cluster known -> known.id();
                    case Caller.Token token -> null;
                };
        Set<String> recorded = events.insert(handle, workspace, acceptable);
        List<TaskEvent> fresh = acceptable.stream()
                .filter(event -> recorded.contains(event.id()))
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
            Map<String, String> unroutable) {
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
                            event.id(), "route: channel " + key + " is not registered; the message waits until it is");
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

package dev.taskping.relay.delivery.live;

import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.time.DurationFormat;
import dev.taskping.relay.delivery.live.LiveMessageStore.Row;
import dev.taskping.relay.delivery.outbox.NotificationRequest;
import dev.taskping.relay.message.MessageComposer;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.DatabaseNotifications;
import dev.taskping.relay.platform.database.DatabaseNotifications.Topic;
import dev.taskping.relay.task.TaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Updates live messages by events. All methods run in the caller's transaction. */
@ApplicationScoped
public class LiveMessageUpdater {

    private final LiveMessageStore store;
    private final TaskStore tasks;
    private final Duration between;
    private final Clock clock;

    LiveMessageUpdater(LiveMessageStore store, TaskStore tasks, RelayConfiguration configuration, Clock clock) {
        this.store = store;
        this.tasks = tasks;
        this.between = configuration.live().editInterval();
        this.clock = clock;
    }

    /** Which message: each channel has at most one about a task. */
    record Place(UUID channelId, String taskUid) {

        static Place of(NotificationRequest request) {
            return new Place(request.channelId(), request.event().subject());
        }
    }

    /** Of several states of a task in one batch only the last is shown. */
    public static Collection<NotificationRequest> latest(List<NotificationRequest> notices) {
        return notices.stream()
                .collect(Collectors.toMap(
                        Place::of,
                        Function.identity(),
                        (one, other) ->
                                other.event().time().isBefore(one.event().time()) ? one : other,
                        LinkedHashMap::new))
                .values();
    }

    /**
     * Updates messages with the progress of their tasks.
     *
     * @param words what a notice says in the message with that id
     * @return the requests whose channel has no message to update, and whose task has not ended
     */
    public List<NotificationRequest> moveOn(
            Handle handle,
            String workspace,
            Collection<NotificationRequest> notices,
            BiFunction<NotificationRequest, UUID, Message> words) {
        Set<String> uids =
                notices.stream().map(request -> request.event().subject()).collect(Collectors.toSet());
        if (uids.isEmpty()) {
            return List.of();
        }
        Map<Place, Row> rows = new HashMap<>();
        store.ofTasks(handle, workspace, uids).forEach(row -> rows.put(new Place(row.channelId(), row.taskUid()), row));
        Instant now = DatabaseAccess.now(clock);
        for (NotificationRequest request : notices) {
            Row row = rows.get(Place.of(request));
            if (row != null) {
                row.state()
                        .movedOn(request.event().time(), now, between)
                        .ifPresent(state -> store.write(
                                handle,
                                row.id(),
                                state,
                                words.apply(request, row.id())
                                        .withActions(row.message().actions())));
            }
        }
        Set<String> ended = tasks.finished(handle, workspace, uids);
        return notices.stream()
                .filter(request -> !rows.containsKey(Place.of(request))
                        && !ended.contains(request.event().subject()))
                .toList();
    }

    /** Updates the messages of tasks that ended for the last time. */
    public void end(Handle handle, String workspace, Collection<TaskEvent> events, List<NotificationRequest> notices) {
        Map<String, TaskEvent> ends = events.stream()
                .filter(event -> event.type() == TaskEventType.FINISHED)
                .collect(Collectors.toMap(TaskEvent::subject, Function.identity(), (one, other) -> one));
        if (ends.isEmpty()) {
            return;
        }
        List<Row> rows = store.ofTasks(handle, workspace, ends.keySet());
        if (rows.isEmpty()) {
            return;
        }
        Set<Place> told = notices.stream()
                .filter(request -> request.event().type() == TaskEventType.FINISHED)
                .map(Place::of)
                .collect(Collectors.toSet());
        Instant now = DatabaseAccess.now(clock);
        for (Row row : rows) {
            TaskEvent end = Optional.ofNullable(ends.get(row.taskUid())).orElseThrow();
            boolean another = told.contains(new Place(row.channelId(), row.taskUid()));
            row.state()
                    .ended(another, now, between)
                    .ifPresent(state -> store.write(handle, row.id(), state, lastWords(end, another)));
        }
        DatabaseNotifications.publish(handle, Topic.OUTBOX, "");
    }

    /** If another message reports the end in full, the edited one says only that the task has ended. */
    private static Message lastWords(TaskEvent end, boolean another) {
        Message all = MessageComposer.compose(end, List.of());
        if (!another) {
            return all;
        }
        String after = end.data()
                .timing()
                .duration()
                .map(duration -> "After " + DurationFormat.words(duration) + ". ")
                .orElse("");
        return new Message(
                all.title(), all.severity(), after + "More in the message below.", List.of(), null, List.of(), null);
    }
}

package dev.taskping.relay.task;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.event.Route;
import dev.taskping.protocol.event.TaskData;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.event.TaskEventType;
import dev.taskping.relay.platform.database.DatabaseAccess;
import dev.taskping.relay.platform.database.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Sessions: tasks that a command line registers before it runs. All methods run in the caller's transaction. */
@ApplicationScoped
public class CommandLineSessionStore {

    private final Clock clock;

    CommandLineSessionStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * A command that a session is about to run.
     *
     * @param command the command line
     * @param sessionId the session's id
     * @param notifyOn what to report; {@code exit} for the end
     * @param channels the channels to tell
     */
    public record NewSession(String command, String sessionId, List<String> notifyOn, List<ChannelKey> channels) {}

    private record Stored(String command, String sessionId, List<String> notifyOn) {}

    /** Registers a running task and returns its uid. */
    public String create(Handle handle, String workspace, NewSession session) {
        String uid = UUID.randomUUID().toString();
        Instant now = DatabaseAccess.now(clock);
        handle.createUpdate(
                        """
                        INSERT INTO task (workspace, uid, kind, namespace, name, state, timing, finish_route, session,
                            created_at, updated_at)
                        VALUES (:workspace, :uid, 'Session', :session, :name, 'running', :timing::jsonb,
                            :route::jsonb, :stored::jsonb, :now, :now)
                        """)
                .bind("workspace", workspace)
                .bind("uid", uid)
                .bind("session", session.sessionId())
                .bind("name", title(session.command()))
                .bind("timing", Json.write(Map.of("queued", now)))
                .bind(
                        "route",
                        Json.write(session.channels().stream().map(Route::new).toList()))
                .bind("stored", Json.write(new Stored(session.command(), session.sessionId(), session.notifyOn())))
                .bind("now", now)
                .execute();
        return uid;
    }

    /** The events, with the ends of sessions routed to the channels that were named at their registration. */
    public List<TaskEvent> route(Handle handle, String workspace, List<TaskEvent> events) {
        List<String> ended = events.stream()
                .filter(event -> event.type() == TaskEventType.FINISHED
                        && event.data().route().isEmpty())
                .map(TaskEvent::subject)
                .toList();
        if (ended.isEmpty()) {
            return events;
        }
        Map<String, List<Route>> routes = new HashMap<>();
        handle.createQuery(
                        """
                        SELECT uid, finish_route FROM task
                        WHERE workspace = :workspace AND uid = ANY(:uids) AND session->'notifyOn' @> '["exit"]'
                        """)
                .bind("workspace", workspace)
                .bindArray("uids", String.class, ended)
                .map((row, context) ->
                        Map.entry(row.getString("uid"), Json.readList(row.getString("finish_route"), Route.class)))
                .forEach(entry -> routes.put(entry.getKey(), entry.getValue()));
        return events.stream()
                .map(event -> event.type() == TaskEventType.FINISHED
                                && event.data().route().isEmpty()
                        ? routed(event, routes.getOrDefault(event.subject(), List.of()))
                        : event)
                .toList();
    }

    private static TaskEvent routed(TaskEvent event, List<Route> route) {
        TaskData data = event.data();
        return new TaskEvent(
                event.id(),
                event.source(),
                event.type(),
                event.subject(),
                event.time(),
                new TaskData(data.task(), data.outcome(), data.timing(), data.usage(), data.log(), route, data.next()));
    }

    private static String title(String command) {
        String line = command.strip().lines().findFirst().orElse(command);
        return line.length() <= 80 ? line : line.substring(0, 79) + "…";
    }
}

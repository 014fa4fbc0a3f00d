package dev.taskping.relay.task.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.relay.RunningTasks;
import dev.taskping.relay.channel.ChannelLookup;
import dev.taskping.relay.platform.api.Paging;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import dev.taskping.relay.task.CommandLineSessionStore;
import dev.taskping.relay.task.CommandLineSessionStore.NewSession;
import dev.taskping.relay.task.TaskQuery;
import dev.taskping.relay.task.TaskStore;
import dev.taskping.relay.task.TaskView;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code /v1/tasks}: what is known of tasks, and the registration of sessions. */
@Path("/v1/tasks")
@Tag(name = "Tasks")
@Produces(MediaType.APPLICATION_JSON)
public class TasksResource {

    private static final int USUAL_RUNNING = 500;
    private static final int MAX_RUNNING = 1_000;
    private static final int MAX_COMMAND = 4_096;
    private static final Set<String> NOTIFY_ON = Set.of("exit", "partial", "custom_regex");

    private final TaskStore tasks;
    private final CommandLineSessionStore sessions;
    private final ChannelLookup channels;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    TasksResource(
            TaskStore tasks,
            CommandLineSessionStore sessions,
            ChannelLookup channels,
            Jdbi jdbi,
            CurrentCaller caller) {
        this.tasks = tasks;
        this.sessions = sessions;
        this.channels = channels;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /**
     * A command that a session is about to run.
     *
     * @param cmd the command line
     * @param sessionId which session runs it
     * @param notifyOn {@code exit}, {@code partial}, {@code custom_regex}; {@code exit} if absent
     * @param channels {@code name} or {@code namespace/name} of registered channels
     */
    @Schema(name = "NewTask")
    public record NewTask(
            @Nullable String cmd,
            @JsonProperty("session_id") @Nullable String sessionId,
            @JsonProperty("notify_on") @Nullable List<String> notifyOn,
            @Nullable List<String> channels) {}

    /**
     * A task that was registered.
     *
     * @param taskId its uid
     */
    public record TaskCreated(@JsonProperty("task_id") String taskId) {}

    /**
     * One page of tasks.
     *
     * @param tasks newest first, without their logs
     * @param next pass it as {@code after} for the next page; absent on the last
     */
    public record TaskPage(List<TaskView> tasks, @Nullable String next) {}

    /** Registers a command that a session is about to run. */
    @POST
    @Access(To.SESSION)
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    public TaskCreated createTask(NewTask task) {
        if (task == null
                || task.cmd() == null
                || task.cmd().isBlank()
                || task.cmd().length() > MAX_COMMAND) {
            throw ProblemException.invalid("cmd: send a command line of 1 to " + MAX_COMMAND + " characters.");
        }
        if (task.sessionId() == null
                || task.sessionId().isBlank()
                || task.sessionId().length() > 253) {
            throw ProblemException.invalid("session_id: send 1 to 253 characters.");
        }
        List<String> notifyOn = task.notifyOn() == null ? List.of("exit") : task.notifyOn();
        for (String on : notifyOn) {
            if (!NOTIFY_ON.contains(on)) {
                throw ProblemException.invalid("notify_on: '" + on + "' is none of exit, partial, custom_regex.");
            }
        }
        String command = task.cmd().replace("\0", "");
        String session = task.sessionId().replace("\0", "");
        List<String> names = task.channels() == null ? List.of() : task.channels();
        return jdbi.inTransaction(handle -> new TaskCreated(sessions.create(
                handle, caller.workspace(), new NewSession(command, session, notifyOn, resolve(handle, names)))));
    }

    private List<ChannelKey> resolve(Handle handle, List<String> names) {
        List<ChannelKey> keys = new ArrayList<>();
        for (String name : names) {
            List<ChannelKey> found = channels.named(handle, caller.workspace(), name);
            if (found.isEmpty()) {
                throw ProblemException.invalid("channels: there is no channel '" + name + "' in this workspace.");
            }
            if (found.size() > 1) {
                throw ProblemException.invalid(
                        "channels: '" + name + "' may be any of " + found + "; write namespace/name.");
            }
            keys.add(found.getFirst());
        }
        return keys;
    }

    /** Tasks, newest first. */
    @GET
    @Access(To.SESSION)
    public TaskPage listTasks(
            @QueryParam("state") @Nullable String state,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("name") @Nullable String name,
            @BeanParam Paging paging) {
        if (state != null && !Set.of("running", "finished").contains(state)) {
            throw ProblemException.invalid("state: must be running or finished.");
        }
        int limit = paging.limit();
        TaskQuery query = new TaskQuery(state, namespace, name, paging.after(TaskQuery.Position::parse), limit);
        List<TaskView> page = jdbi.withHandle(handle -> tasks.list(handle, caller.workspace(), query));
        return new TaskPage(
                page.stream().map(TaskView::withoutLog).toList(),
                Paging.next(page, limit, last -> TaskQuery.Position.of(last).toString()));
    }

    /** The calling cluster's tasks that the relay holds as running. */
    @GET
    @Path("/running")
    @Access(To.CLUSTER)
    public RunningTasks listRunningTasks(@BeanParam Paging paging) {
        int limit = paging.limit(USUAL_RUNNING, MAX_RUNNING);
        String after = paging.after().orElse("");
        return jdbi.withHandle(handle ->
                tasks.running(handle, caller.workspace(), caller.cluster().id(), after, limit));
    }

    /** One task, with its log's tail. */
    @GET
    @Path("/{uid}")
    @Access(To.SESSION)
    public TaskView getTask(@PathParam("uid") String uid) {
        return jdbi.withHandle(handle -> tasks.find(handle, caller.workspace(), uid))
                .orElseThrow(() -> ProblemException.notFound("There is no task " + uid + " in this workspace."));
    }
}

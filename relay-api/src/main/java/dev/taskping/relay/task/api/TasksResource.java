package dev.taskping.relay.task.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.relay.RunningTasks;
import dev.taskping.relay.channel.ChannelDirectory;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import dev.taskping.relay.task.SessionStore;
import dev.taskping.relay.task.SessionStore.NewSession;
import dev.taskping.relay.task.TaskQuery;
import dev.taskping.relay.task.TaskStore;
import dev.taskping.relay.task.TaskView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
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

    private static final int MAX_PAGE = 200;
    private static final int MAX_RUNNING = 1_000;
    private static final int MAX_COMMAND = 4_096;
    private static final Set<String> NOTIFY_ON = Set.of("exit", "partial", "custom_regex");

    private final TaskStore tasks;
    private final SessionStore sessions;
    private final ChannelDirectory channels;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    TasksResource(TaskStore tasks, SessionStore sessions, ChannelDirectory channels, Jdbi jdbi, CurrentCaller caller) {
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
    @Operation(
            operationId = "createTask",
            summary = "Register a session's command",
            description = "Its end is then told with POST /v1/events, whose subject is the task_id given here.")
    @SecurityRequirement(name = "token")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewTask.class),
                            examples =
                                    @ExampleObject(
                                            name = "make",
                                            value =
                                                    "{\"cmd\":\"make -j8\",\"session_id\":\"laptop-7\",\"notify_on\":[\"exit\"],\"channels\":[\"ml-telegram\"]}")))
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TaskCreated.class),
                            examples =
                                    @ExampleObject(
                                            name = "created",
                                            value = "{\"task_id\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\"}")))
    public TaskCreated create(NewTask task) {
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
    @Operation(operationId = "listTasks", summary = "List tasks, newest first", description = "Without their logs.")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TaskPage.class),
                            examples = @ExampleObject(name = "empty", value = "{\"tasks\":[]}")))
    public TaskPage list(
            @Parameter(description = "running or finished; both if absent") @QueryParam("state") @Nullable String state,
            @Parameter(description = "only this namespace") @QueryParam("namespace") @Nullable String namespace,
            @Parameter(description = "only tasks of this name") @QueryParam("name") @Nullable String name,
            @Parameter(description = "the page before's next") @QueryParam("after") @Nullable String after,
            @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") int limit) {
        if (state != null && !Set.of("running", "finished").contains(state)) {
            throw ProblemException.invalid("state: must be running or finished.");
        }
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.invalid("limit: must be 1 to " + MAX_PAGE + ".");
        }
        TaskQuery query = new TaskQuery(state, namespace, name, TaskQuery.Position.parse(after), limit);
        List<TaskView> page = jdbi.withHandle(handle -> tasks.list(handle, caller.workspace(), query));
        String next = page.size() < limit
                ? null
                : new TaskQuery.Position(
                                page.getLast().createdAt(),
                                page.getLast().task().uid())
                        .toString();
        return new TaskPage(page.stream().map(TaskView::withoutLog).toList(), next);
    }

    /** The calling cluster's tasks that the relay holds as running. */
    @GET
    @Path("/running")
    @Access(To.CLUSTER)
    @Operation(
            operationId = "listRunningTasks",
            summary = "List the calling cluster's tasks that have not ended",
            description = "A cluster compares this with what it has, and reports those that are gone.")
    @SecurityRequirement(name = "cluster")
    @APIResponse(
            responseCode = "200",
            description = "One page, ordered by uid",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunningTasks.class),
                            examples = @ExampleObject(name = "none", value = "{\"tasks\":[]}")))
    public RunningTasks running(
            @Parameter(description = "the page before's next") @QueryParam("after") @DefaultValue("") String after,
            @Parameter(description = "1 to 1000") @QueryParam("limit") @DefaultValue("500") int limit) {
        if (limit < 1 || limit > MAX_RUNNING) {
            throw ProblemException.invalid("limit: must be 1 to " + MAX_RUNNING + ".");
        }
        return jdbi.withHandle(handle ->
                tasks.running(handle, caller.workspace(), caller.cluster().id(), after, limit));
    }

    /** One task, with its log's tail. */
    @GET
    @Path("/{uid}")
    @Access(To.SESSION)
    @Operation(operationId = "getTask", summary = "Get a task, with its log's tail")
    @SecurityRequirement(name = "token")
    @APIResponse(
            responseCode = "200",
            description = "The task",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TaskView.class),
                            examples =
                                    @ExampleObject(
                                            name = "running",
                                            value =
                                                    "{\"task\":{\"kind\":\"Job\",\"namespace\":\"ml\",\"name\":\"train-llm\",\"uid\":\"6f1c\",\"labels\":{}},\"cluster\":\"lab\",\"state\":\"running\",\"timing\":{},\"next\":[],\"finishRoute\":[],\"createdAt\":\"2026-01-01T00:00:00Z\",\"updatedAt\":\"2026-01-01T00:00:00Z\"}")))
    @APIResponse(responseCode = "404", description = "There is no such task in this workspace")
    public TaskView get(@Parameter(description = "the task's uid") @PathParam("uid") String uid) {
        return jdbi.withHandle(handle -> tasks.find(handle, caller.workspace(), uid))
                .orElseThrow(() -> ProblemException.notFound("There is no task " + uid + " in this workspace."));
    }
}

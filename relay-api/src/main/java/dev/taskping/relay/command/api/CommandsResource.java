package dev.taskping.relay.command.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Timing;
import dev.taskping.relay.command.ReplyTokenCommandHandler;
import dev.taskping.relay.platform.api.BodyLimit;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.task.TaskView;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/commands}: how a machine that was told of a task by a webhook answers. */
@Path("/v1/commands")
@Tag(name = "Commands")
@Produces(MediaType.APPLICATION_JSON)
public class CommandsResource {

    private static final String BEARER = "bearer ";

    private final ReplyTokenCommandHandler commands;

    CommandsResource(ReplyTokenCommandHandler commands) {
        this.commands = commands;
    }

    /**
     * An answer.
     *
     * @param sessionId the task's uid, as in the event's subject; may be left out, because the token names it too
     * @param command such as {@code launch next}, {@code launch evaluate checkpoint=best}, {@code status} or {@code logs 50}
     */
    @Schema(name = "CommandRequest")
    public record CommandRequest(@JsonProperty("session_id") @Nullable String sessionId, @Nullable String command) {}

    /**
     * An answer that was accepted.
     *
     * @param commandId by which messages and audits name it
     */
    public record CommandAccepted(@JsonProperty("command_id") UUID commandId) {}

    /**
     * What was asked for.
     *
     * @param sessionId the task's uid
     * @param state {@code running} or {@code finished}
     * @param outcome how it ended
     * @param timing when it was queued, started, finished
     * @param log the log's end, where that was asked for and has arrived
     */
    @Schema(name = "CommandAnswer")
    public record CommandAnswer(
            @JsonProperty("session_id") String sessionId,
            String state,
            @Nullable Outcome outcome,
            Timing timing,
            @Nullable LogExcerpt log) {}

    /** Accepts a launch, once for each reply token, or answers a question. */
    @POST
    @Access(To.ANYONE)
    @BodyLimit
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitCommand",
            summary = "Answer an event that came by webhook",
            description =
                    """
                    The reply token that came with the event is bound to that event's channel and task. It is good for one \
                    launch or retry: the same request again is answered with the same command_id. It may ask for status and logs as \
                    often as it likes until it expires.""")
    @SecurityRequirement(name = "reply")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "next",
                                            value = "{\"session_id\":\"6f1c\",\"command\":\"launch next\"}")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted; it reaches its cluster as soon as that is connected, and is launched exactly once",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandAccepted.class),
                            examples =
                                    @ExampleObject(
                                            name = "accepted",
                                            value = "{\"command_id\":\"0b7c7c1e-8a53-4f0e-9d0e-0c2f0a3c1a11\"}")))
    @APIResponse(
            responseCode = "200",
            description = "What was asked for",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommandAnswer.class),
                            examples =
                                    @ExampleObject(
                                            name = "status",
                                            value =
                                                    "{\"session_id\":\"6f1c\",\"state\":\"running\",\"timing\":{\"started\":\"2026-01-01T00:00:00Z\"}}")))
    @APIResponse(responseCode = "403", description = "The token is for another task, or not for such commands")
    @APIResponse(responseCode = "409", description = "The token was used for another launch")
    @APIResponse(responseCode = "410", description = "The token has expired, or its channel is gone")
    public Response submit(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Nullable CommandRequest request) {
        String token = bearer(authorization);
        ReplyTokenCommandHandler.Outcome outcome = request == null
                ? commands.submit(token, null, null)
                : commands.submit(token, request.sessionId(), request.command());
        return switch (outcome) {
            case ReplyTokenCommandHandler.Outcome.Accepted accepted ->
                Response.accepted(new CommandAccepted(accepted.command())).build();
            case ReplyTokenCommandHandler.Outcome.Told told ->
                Response.ok(answer(told.task(), told.lines())).build();
        };
    }

    private static CommandAnswer answer(TaskView task, int lines) {
        LogExcerpt log = task.log();
        return new CommandAnswer(
                task.task().uid(),
                task.state(),
                task.outcome(),
                task.timing(),
                log == null || lines == 0 ? null : last(log, lines));
    }

    private static LogExcerpt last(LogExcerpt log, int lines) {
        List<String> all = log.tail().lines().toList();
        List<String> last = all.subList(Math.max(0, all.size() - lines), all.size());
        return new LogExcerpt(String.join("\n", last), last.size() < all.size() || log.truncated());
    }

    private static String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ProblemException.unauthorized("Send 'Authorization: Bearer' with the event's reply token.");
        }
        return authorization.substring(BEARER.length()).strip();
    }
}

package dev.taskping.relay.command.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Timing;
import dev.taskping.relay.command.ReplyTokenCommandHandler;
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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
    @Schema(name = "CommandAccepted")
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
    @Consumes(MediaType.APPLICATION_JSON)
    public Response submitCommand(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Nullable CommandRequest request) {
        String token = bearer(authorization);
        ReplyTokenCommandHandler.Outcome outcome = request == null
                ? commands.submit(token, null, null)
                : commands.submit(token, request.sessionId(), request.command());
        return switch (outcome) {
            case ReplyTokenCommandHandler.Outcome.Accepted accepted ->
                Response.accepted(new CommandAccepted(accepted.command())).build();
            case ReplyTokenCommandHandler.Outcome.Answered answered ->
                Response.ok(answer(answered.task(), answered.lines())).build();
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

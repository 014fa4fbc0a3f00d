package dev.taskping.relay.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.taskping.relay.account.Access;
import dev.taskping.relay.account.Access.To;
import dev.taskping.relay.api.BodyLimit;
import dev.taskping.relay.api.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
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
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/commands}: how a machine that was told of a task by a webhook answers. */
@Path("/v1/commands")
@Tag(name = "Commands")
@Produces(MediaType.APPLICATION_JSON)
public class CommandsResource {

    private static final String BEARER = "bearer ";

    private final TokenCommands commands;

    CommandsResource(TokenCommands commands) {
        this.commands = commands;
    }

    /**
     * An answer.
     *
     * @param sessionId the task's uid, as in the event's subject; may be left out, because the token names it too
     * @param command such as {@code launch next} or {@code launch evaluate checkpoint=best}
     */
    @Schema(name = "CommandRequest")
    public record CommandRequest(@JsonProperty("session_id") @Nullable String sessionId, @Nullable String command) {}

    /**
     * An answer that was accepted.
     *
     * @param commandId by which messages and audits name it
     */
    public record CommandAccepted(@JsonProperty("command_id") UUID commandId) {}

    /** Accepts a launch, once for each reply token. */
    @POST
    @Access(To.ANYONE)
    @BodyLimit
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(202)
    @Operation(
            operationId = "submitCommand",
            summary = "Answer an event that came by webhook",
            description =
                    """
                    The reply token that came with the event is good for one launch. The same request again is answered \
                    with the same command_id.""")
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
    @APIResponse(responseCode = "409", description = "The token was used for another launch")
    @APIResponse(responseCode = "410", description = "The token has expired, or its channel is gone")
    public CommandAccepted submit(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Nullable CommandRequest request) {
        String token = bearer(authorization);
        return new CommandAccepted(
                request == null
                        ? commands.submit(token, null, null)
                        : commands.submit(token, request.sessionId(), request.command()));
    }

    private static String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ProblemException.unauthorized("Send 'Authorization: Bearer' with the event's reply token.");
        }
        return authorization.substring(BEARER.length()).strip();
    }
}

package dev.taskping.relay.channel.api;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelRegistration;
import dev.taskping.protocol.channel.ChannelState;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/channels}: how a cluster tells the relay to reach people and machines. */
@Path("/v1/channels/{namespace}/{name}")
@Tag(name = "Channels")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class ChannelsResource {

    private static final String REGISTRATION =
            "{\"settings\":{\"type\":\"telegram\",\"botToken\":\"123456:AAH-the-token-from-BotFather\"},"
                    + "\"people\":[{\"name\":\"Mia\",\"role\":\"launcher\"}]}";
    private static final String STATE =
            "{\"ready\":false,\"reason\":\"AwaitingPairing\",\"message\":\"Nobody has paired yet.\",\"people\":[{\"name\":\"Mia\",\"role\":\"launcher\","
                    + "\"paired\":false,\"code\":\"7K3M9QX2TB\",\"link\":\"https://t.me/lab_bot?start=7K3M9QX2TB\",\"expires\":\"2026-01-01T00:15:00Z\"}]}";

    private final ChannelRegistry registry;
    private final CurrentCaller caller;

    ChannelsResource(ChannelRegistry registry, CurrentCaller caller) {
        this.registry = registry;
        this.caller = caller;
    }

    /** Registers the channel or changes it. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "registerChannel",
            summary = "Register a channel of the calling cluster",
            description =
                    """
                    Stores the settings sealed, asks the provider whether they work, and issues one-time codes to people \
                    who have not paired. The same registration again changes nothing.""")
    @SecurityRequirement(name = "cluster")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChannelRegistration.class),
                            examples = @ExampleObject(name = "telegram", value = REGISTRATION)))
    @APIResponse(
            responseCode = "200",
            description = "Registered; ready says whether the provider accepted the settings",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChannelState.class),
                            examples = @ExampleObject(name = "awaiting", value = STATE)))
    public ChannelState put(
            @Parameter(description = "the channel's namespace") @PathParam("namespace") String namespace,
            @Parameter(description = "the channel's name") @PathParam("name") String name,
            ChannelRegistration registration) {
        RegistrationValidation.fault(registration).ifPresent(fault -> {
            throw ProblemException.invalid(fault);
        });
        return registry.register(caller.cluster(), new ChannelKey(namespace, name), registration);
    }

    /** The channel's state. */
    @GET
    @Operation(operationId = "getChannel", summary = "Get the state of a channel of the calling cluster")
    @SecurityRequirement(name = "cluster")
    @APIResponse(
            responseCode = "200",
            description = "As the provider last told it; codes are shown only when they are issued",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChannelState.class),
                            examples = @ExampleObject(name = "awaiting", value = STATE)))
    @APIResponse(responseCode = "404", description = "The channel is not registered")
    public ChannelState get(
            @Parameter(description = "the channel's namespace") @PathParam("namespace") String namespace,
            @Parameter(description = "the channel's name") @PathParam("name") String name) {
        ChannelKey key = new ChannelKey(namespace, name);
        return registry.find(caller.cluster(), key).orElseThrow(() -> notRegistered(key));
    }

    /** Forgets the channel's settings. */
    @DELETE
    @Operation(
            operationId = "removeChannel",
            summary = "Forget a channel of the calling cluster",
            description =
                    "Its secrets are erased, its history stays. Messages that wait for it wait for it to come back.")
    @SecurityRequirement(name = "cluster")
    @APIResponse(responseCode = "204", description = "Forgotten, or never registered")
    public void delete(
            @Parameter(description = "the channel's namespace") @PathParam("namespace") String namespace,
            @Parameter(description = "the channel's name") @PathParam("name") String name) {
        registry.remove(caller.cluster(), new ChannelKey(namespace, name));
    }

    private static ProblemException notRegistered(ChannelKey key) {
        return ProblemException.notFound("Channel " + key + " is not registered by this cluster.");
    }
}

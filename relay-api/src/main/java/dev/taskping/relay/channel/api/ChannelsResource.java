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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/channels}: where a cluster registers its channels. */
@Path("/v1/channels/{namespace}/{name}")
@Tag(name = "Channels")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class ChannelsResource {

    private final ChannelRegistrar registry;
    private final RegistrationValidator validation;
    private final CurrentCaller caller;

    ChannelsResource(ChannelRegistrar registry, RegistrationValidator validation, CurrentCaller caller) {
        this.registry = registry;
        this.validation = validation;
        this.caller = caller;
    }

    /** Registers the channel or changes it. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public ChannelState registerChannel(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            ChannelRegistration registration) {
        validation.fault(registration).ifPresent(fault -> {
            throw ProblemException.invalid(fault);
        });
        return registry.register(caller.cluster(), new ChannelKey(namespace, name), registration);
    }

    /** The channel's state. */
    @GET
    public ChannelState getChannel(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        ChannelKey key = new ChannelKey(namespace, name);
        return registry.find(caller.cluster(), key).orElseThrow(() -> notRegistered(key));
    }

    /** Forgets the channel's settings. */
    @DELETE
    public void removeChannel(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        registry.remove(caller.cluster(), new ChannelKey(namespace, name));
    }

    private static ProblemException notRegistered(ChannelKey key) {
        return ProblemException.notFound("Channel " + key + " is not registered by this cluster.");
    }
}

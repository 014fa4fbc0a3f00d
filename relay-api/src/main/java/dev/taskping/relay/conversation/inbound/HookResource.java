package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.HookAddresses;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The hooks to which providers push: {@code /hooks/ENDPOINT}, and the older addresses without an endpoint, which are still
 * entered in providers' consoles. Anybody else learns nothing, not even whether the channel exists.
 */
@Path("/hooks")
@Access(To.ANYONE)
@Tag(name = "Hooks")
public class HookResource {

    private final HookReceiver receiver;
    private final EndpointResolver endpoints;
    private final HookAddresses addresses;

    HookResource(HookReceiver receiver, EndpointResolver endpoints, HookAddresses addresses) {
        this.receiver = receiver;
        this.endpoints = endpoints;
        this.addresses = addresses;
    }

    /** Takes a request to a channel's hook. */
    @POST
    @Path("/{endpoint}")
    @Operation(summary = "Take what a channel's provider pushes")
    @APIResponse(responseCode = "200", description = "Stored; answered as the provider asks for")
    @APIResponse(responseCode = "401", description = "Not from the provider, to providers that expect 401")
    @APIResponse(responseCode = "404", description = "No such hook, or not from the provider")
    public Response take(
            @PathParam("endpoint") String endpoint,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            byte @Nullable [] body) {
        return response(receiver.receive(endpoints.byEndpoint(endpoint), request(uri, headers, body)));
    }

    /** The same by the channel's id. */
    @POST
    @Path("/{provider}/{channelId}")
    @Operation(hidden = true)
    public Response takeById(
            @PathParam("provider") String provider,
            @PathParam("channelId") String channelId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            byte @Nullable [] body) {
        return response(receiver.receive(endpoints.byChannel(provider, channelId), request(uri, headers, body)));
    }

    /** The same by a message that went to the channel. */
    @POST
    @Path("/{provider}/status/{deliveryId}")
    @Operation(hidden = true)
    public Response takeByDelivery(
            @PathParam("provider") String provider,
            @PathParam("deliveryId") String deliveryId,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            byte @Nullable [] body) {
        return response(receiver.receive(endpoints.byDelivery(provider, deliveryId), request(uri, headers, body)));
    }

    /** The same by the channel's name. */
    @POST
    @Path("/{provider}/{cluster}/{namespace}/{name}")
    @Operation(hidden = true)
    public Response takeByName(
            @PathParam("provider") String provider,
            @PathParam("cluster") String cluster,
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            byte @Nullable [] body) {
        return response(receiver.receive(
                endpoints.byName(provider, cluster, new ChannelKey(namespace, name)), request(uri, headers, body)));
    }

    private HookRequest request(UriInfo uri, HttpHeaders headers, byte @Nullable [] body) {
        Map<String, String> first = new HashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> first.put(name, values.getFirst()));
        return new HookRequest(
                HttpMethod.POST,
                addresses.at(uri.getRequestUri().getRawPath()),
                first,
                body == null ? new byte[0] : body);
    }

    private static Response response(HookResponse answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        return answer.mediaType() == null
                ? response.build()
                : response.type(answer.mediaType()).entity(answer.body()).build();
    }
}

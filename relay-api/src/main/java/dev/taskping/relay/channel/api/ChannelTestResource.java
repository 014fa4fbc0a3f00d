package dev.taskping.relay.channel.api;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.protocol.channel.ChannelTestResult;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.Notification.Placement;
import dev.taskping.relay.delivery.explain.DeliveryViewStore;
import dev.taskping.relay.delivery.outbox.MessagePriority;
import dev.taskping.relay.delivery.outbox.NewDelivery;
import dev.taskping.relay.delivery.outbox.Outbox;
import dev.taskping.relay.platform.api.ProblemException;
import dev.taskping.relay.security.Access;
import dev.taskping.relay.security.Access.To;
import dev.taskping.relay.security.Caller;
import dev.taskping.relay.security.CurrentCaller;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/channels/{namespace}/{name}/test}: lets a person see that a channel works. */
@Path("/v1/channels/{namespace}/{name}/test")
@Tag(name = "Channels")
@Produces(MediaType.APPLICATION_JSON)
@Access(To.CLUSTER)
public class ChannelTestResource {

    private static final int LONGEST_KEY = 256;

    private final ChannelStore channels;
    private final Outbox outbox;
    private final DeliveryViewStore deliveries;
    private final Jdbi jdbi;
    private final CurrentCaller caller;

    ChannelTestResource(
            ChannelStore channels, Outbox outbox, DeliveryViewStore deliveries, Jdbi jdbi, CurrentCaller caller) {
        this.channels = channels;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.jdbi = jdbi;
        this.caller = caller;
    }

    /** Sends a test message, or returns its result. */
    @POST
    @ResponseStatus(202)
    public ChannelTestResult testChannel(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @HeaderParam(ChannelTestResult.IDEMPOTENCY_KEY) @Nullable String idempotencyKey) {
        if (idempotencyKey != null && idempotencyKey.length() > LONGEST_KEY) {
            throw ProblemException.invalid(
                    ChannelTestResult.IDEMPOTENCY_KEY + ": must have at most " + LONGEST_KEY + " characters.");
        }
        ChannelKey key = new ChannelKey(namespace, name);
        Caller.Cluster cluster = caller.cluster();
        return jdbi.inTransaction(handle -> {
            RegisteredChannel channel = channels.find(handle, cluster.workspace(), cluster.id(), key)
                    .orElseThrow(
                            () -> ProblemException.notFound("Channel " + key + " is not registered by this cluster."));
            Message message = Message.line(Severity.INFO, "👋 TaskPing reaches channel " + key);
            UUID id = idempotencyKey == null ? UUID.randomUUID() : idOf(channel, idempotencyKey);
            outbox.enqueue(
                    handle,
                    List.of(new NewDelivery(
                            id,
                            channel.workspace(),
                            channel.id(),
                            null,
                            null,
                            new Placement.Fresh(),
                            message,
                            MessagePriority.ANSWER,
                            null)));
            return deliveries.test(handle, channel.workspace(), id);
        });
    }

    /** The same for the same test of the same channel; the outbox takes an id once. */
    private static UUID idOf(RegisteredChannel channel, String key) {
        return UUID.nameUUIDFromBytes(("channel-test\n" + channel.id() + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }
}

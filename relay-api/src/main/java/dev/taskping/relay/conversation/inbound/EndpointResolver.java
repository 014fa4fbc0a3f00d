package dev.taskping.relay.conversation.inbound;

import dev.taskping.protocol.channel.ChannelKey;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.ChannelStore.Hooked;
import dev.taskping.relay.channel.HookAddresses;
import dev.taskping.relay.channel.InboundAdapterRegistry;
import dev.taskping.relay.channel.spi.HookAdapter;
import dev.taskping.relay.channel.spi.HookResponse;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.delivery.outbox.SentMessageStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Finds the channel of a request to a hook by the request's path, with one indexed read and without opening the settings of any
 * other channel.
 */
@ApplicationScoped
class EndpointResolver {

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final SentMessageStore deliveries;
    private final InboundAdapterRegistry adapters;

    EndpointResolver(Jdbi jdbi, ChannelStore channels, SentMessageStore deliveries, InboundAdapterRegistry adapters) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.deliveries = deliveries;
        this.adapters = adapters;
    }

    /** What an address leads to. */
    sealed interface Endpoint {

        /** A channel, and the adapter that reads what its provider pushes. */
        record Found(Hooked hooked, HookAdapter<ProviderSettings> adapter) implements Endpoint {}

        /** No channel; with the answer to the request. */
        record Absent(HookResponse refusal) implements Endpoint {}
    }

    /** The channel of an endpoint. */
    Endpoint byEndpoint(String endpointId) {
        return HookAddresses.isEndpoint(endpointId)
                ? jdbi.withHandle(handle -> channels.findByEndpoint(handle, endpointId))
                        .flatMap(this::found)
                        .<Endpoint>map(found -> found)
                        .orElseGet(EndpointResolver::nothing)
                : nothing();
    }

    /** The channel of that id, if it is of that provider. */
    Endpoint byChannel(String hookName, String channelId) {
        return of(
                hookName, () -> id(channelId).flatMap(id -> jdbi.withHandle(handle -> channels.findById(handle, id))));
    }

    /** The channel of that name, if it is of that provider. */
    Endpoint byName(String hookName, String cluster, ChannelKey key) {
        return of(hookName, () -> jdbi.withHandle(handle -> channels.findByName(handle, cluster, key)));
    }

    /** The channel that a message went to, if it is of that provider. */
    Endpoint byDelivery(String hookName, String deliveryId) {
        return of(hookName, () -> id(deliveryId)
                .flatMap(id -> jdbi.withHandle(handle ->
                        deliveries.find(handle, id).flatMap(sent -> channels.findById(handle, sent.channelId())))));
    }

    private Endpoint of(String hookName, Supplier<Optional<Hooked>> search) {
        Optional<HookAdapter<ProviderSettings>> adapter = adapters.hookAdapter(hookName);
        if (adapter.isEmpty()) {
            return nothing();
        }
        return search.get()
                .flatMap(this::found)
                .filter(found -> found.adapter().hookName().equals(hookName))
                .<Endpoint>map(found -> found)
                .orElseGet(() -> new Endpoint.Absent(adapter.get().refusal()));
    }

    /** Channels have no hook if their provider pushes nothing, or if people cannot answer through them. */
    private Optional<Endpoint.Found> found(Hooked hooked) {
        ProviderSettings settings = hooked.channel().settings();
        return adapters.hookAdapter(settings)
                .filter(adapter -> adapter.bot(settings).isPresent())
                .map(adapter -> new Endpoint.Found(hooked, adapter));
    }

    private static Endpoint nothing() {
        return new Endpoint.Absent(HookResponse.empty(404));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

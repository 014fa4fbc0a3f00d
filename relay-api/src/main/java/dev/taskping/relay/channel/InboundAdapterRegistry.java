package dev.taskping.relay.channel;

import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.HookAdapter;
import dev.taskping.relay.channel.spi.InboundAdapter;
import dev.taskping.relay.channel.spi.PollingAdapter;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.SubscribingAdapter;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the inbound adapter for a channel's settings, if people can answer through such a channel. */
@ApplicationScoped
public class InboundAdapterRegistry {

    private final Map<Class<?>, InboundAdapter<ProviderSettings>> adapters = new HashMap<>();

    /** Of these. */
    @SuppressWarnings("unchecked") // the map's key is the adapter's own settings type
    public InboundAdapterRegistry(@All List<InboundAdapter<?>> all) {
        all.forEach(adapter -> adapters.put(adapter.settingsType(), (InboundAdapter<ProviderSettings>) adapter));
    }

    /** The bot that people write to through such a channel; empty if people cannot answer through it. */
    public Optional<BotIdentity> bot(ProviderSettings settings) {
        return find(settings).flatMap(adapter -> adapter.bot(settings));
    }

    /**
     * The bots of these channels, each with its channels in their order; channels through which people cannot answer have none.
     */
    public List<Bot> bots(List<RegisteredChannel> channels) {
        Map<BotIdentity, List<RegisteredChannel>> sharing = new LinkedHashMap<>();
        for (RegisteredChannel channel : channels) {
            bot(channel.settings()).ifPresent(bot -> sharing.computeIfAbsent(bot, key -> new ArrayList<>())
                    .add(channel));
        }
        return sharing.entrySet().stream()
                .map(entry -> new Bot(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** A link that opens an app with a pairing code filled in; empty where there is no such link. */
    public Optional<String> pairingLink(ProviderSettings settings, String code) {
        return find(settings).flatMap(adapter -> adapter.pairingLink(settings, code));
    }

    /** The adapter that reads what the provider pushes to a channel's hook; empty if it pushes nothing. */
    @SuppressWarnings("unchecked")
    public Optional<HookAdapter<ProviderSettings>> hookAdapter(ProviderSettings settings) {
        return find(settings).filter(HookAdapter.class::isInstance).map(adapter ->
                (HookAdapter<ProviderSettings>) adapter);
    }

    /** The same by the name in addresses without an endpoint, from before channels had one. */
    @SuppressWarnings("unchecked")
    public Optional<HookAdapter<ProviderSettings>> hookAdapter(String hookName) {
        return adapters.values().stream()
                .filter(HookAdapter.class::isInstance)
                .map(adapter -> (HookAdapter<ProviderSettings>) adapter)
                .filter(adapter -> adapter.hookName().equals(hookName))
                .findFirst();
    }

    /** Whether a person has to tell the provider the address of the channel's hook. */
    public boolean isHookEnteredByPeople(ProviderSettings settings) {
        return hookAdapter(settings)
                .filter(adapter -> !(adapter instanceof SubscribingAdapter))
                .flatMap(adapter -> adapter.bot(settings))
                .isPresent();
    }

    /** The adapters that poll for updates, by their configuration. */
    @SuppressWarnings("unchecked")
    public List<PollingAdapter<ProviderSettings>> polling() {
        return adapters.values().stream()
                .filter(PollingAdapter.class::isInstance)
                .map(adapter -> (PollingAdapter<ProviderSettings>) adapter)
                .filter(PollingAdapter::polls)
                .toList();
    }

    /** The adapters whose provider the relay tells where to push updates, by their configuration. */
    @SuppressWarnings("unchecked")
    public List<SubscribingAdapter<ProviderSettings>> subscribing() {
        return adapters.values().stream()
                .filter(SubscribingAdapter.class::isInstance)
                .map(adapter -> (SubscribingAdapter<ProviderSettings>) adapter)
                .filter(SubscribingAdapter::subscribes)
                .toList();
    }

    private Optional<InboundAdapter<ProviderSettings>> find(ProviderSettings settings) {
        return Optional.ofNullable(adapters.get(settings.getClass()));
    }
}

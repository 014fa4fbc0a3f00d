package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.HookAddresses;
import dev.taskping.relay.channel.InboundAdapterRegistry;
import dev.taskping.relay.channel.RegisteredChannel;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.SubscribingAdapter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells providers where to push the updates of each bot: to the hook of the bot's first channel. Follows bots as they come and
 * go.
 */
@ApplicationScoped
class HookSubscriber {

    private static final Logger LOG = Logger.getLogger(HookSubscriber.class);

    private final InboundAdapterRegistry adapters;
    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final HookAddresses addresses;
    private final RepeatingThread thread = new RepeatingThread();

    /** The channel to whose hook each bot's updates are pushed. */
    private final Map<BotIdentity, UUID> subscribed = new HashMap<>();

    HookSubscriber(InboundAdapterRegistry adapters, Jdbi jdbi, ChannelStore channels, HookAddresses addresses) {
        this.adapters = adapters;
        this.jdbi = jdbi;
        this.channels = channels;
        this.addresses = addresses;
    }

    void start(@Observes StartupEvent event) {
        List<SubscribingAdapter<ProviderSettings>> subscribing = adapters.subscribing();
        subscribing.stream()
                .map(SubscribingAdapter::refresh)
                .min(Duration::compareTo)
                .ifPresent(pause ->
                        thread.start("hook-subscriber", pause, () -> subscribing.forEach(this::round), () -> {}));
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.stop();
    }

    private void round(SubscribingAdapter<ProviderSettings> adapter) {
        try {
            List<Bot> bots = adapters.bots(jdbi.withHandle(handle -> channels.findByType(handle, adapter.type())));
            Set<BotIdentity> current = bots.stream().map(Bot::identity).collect(Collectors.toSet());
            subscribed.keySet().removeIf(bot -> bot.type().equals(adapter.type().id()) && !current.contains(bot));
            for (Bot bot : bots) {
                RegisteredChannel first = bot.channels().getFirst();
                if (!first.id().equals(subscribed.get(bot.identity()))) {
                    subscribe(adapter, bot, first);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Cannot set the hooks of %s channels at the moment: %s",
                    adapter.type().id(), e.getMessage());
        }
    }

    private void subscribe(SubscribingAdapter<ProviderSettings> adapter, Bot bot, RegisteredChannel channel) {
        Optional<String> fault = adapter.subscribe(channel.settings(), addresses.of(channel));
        if (fault.isPresent()) {
            LOG.warnf("Could not set the hook of %s: %s", bot, fault.get());
        } else {
            subscribed.put(bot.identity(), channel.id());
        }
    }
}

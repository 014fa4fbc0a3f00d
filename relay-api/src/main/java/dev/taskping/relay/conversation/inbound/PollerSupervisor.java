package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.InboundAdapterRegistry;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.PolledBot;
import dev.taskping.relay.channel.spi.PollingAdapter;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.channel.spi.UpdateReceiver;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Runs a polling thread for each bot whose updates are polled, on one replica for each bot. Follows bots as they come and go,
 * until it is stopped.
 */
@ApplicationScoped
public class PollerSupervisor {

    private static final Logger LOG = Logger.getLogger(PollerSupervisor.class);

    private final InboundAdapterRegistry adapters;
    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final UpdateReceiver receiver;
    private final PollerLocks locks;
    private final RepeatingThread thread = new RepeatingThread();

    PollerSupervisor(
            InboundAdapterRegistry adapters,
            Jdbi jdbi,
            ChannelStore channels,
            UpdateReceiver receiver,
            AgroalDataSource dataSource) {
        this.adapters = adapters;
        this.jdbi = jdbi;
        this.channels = channels;
        this.receiver = receiver;
        this.locks = new PollerLocks(dataSource);
    }

    public void start(@Observes StartupEvent event) {
        List<Polled> polled = adapters.polling().stream().map(Polled::new).toList();
        polled.stream()
                .map(one -> one.adapter.refresh())
                .min(Duration::compareTo)
                .ifPresent(
                        pause -> thread.start("poller-supervisor", pause, () -> round(polled), () -> endAll(polled)));
    }

    public void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.stop();
    }

    private void round(List<Polled> polled) {
        try {
            for (Polled one : polled) {
                if (one.isDue()) {
                    one.refresh();
                }
            }
            if (polled.stream().allMatch(Polled::isIdle)) {
                // Without bots, no connection is needed for locks.
                locks.close();
                return;
            }
            locks.verify();
            for (Polled one : polled) {
                one.startAndStop();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Cannot poll for updates at the moment: %s", e.getMessage());
            endAll(polled);
        }
    }

    private void endAll(List<Polled> polled) {
        polled.forEach(Polled::endAll);
        locks.close();
    }

    /** The bots of one adapter. */
    private final class Polled {

        private final PollingAdapter<ProviderSettings> adapter;
        private final Map<BotIdentity, Thread> pollers = new HashMap<>();
        private volatile Map<BotIdentity, Bot> bots = Map.of();
        private long refreshed = System.nanoTime() - Duration.ofDays(1).toNanos();

        Polled(PollingAdapter<ProviderSettings> adapter) {
            this.adapter = adapter;
        }

        boolean isDue() {
            return System.nanoTime() - refreshed >= adapter.refresh().toNanos();
        }

        boolean isIdle() {
            return bots.isEmpty() && pollers.isEmpty();
        }

        void refresh() {
            bots = adapters.bots(jdbi.withHandle(handle -> channels.findByType(handle, adapter.type()))).stream()
                    .collect(Collectors.toMap(Bot::identity, Function.identity()));
            refreshed = System.nanoTime();
        }

        /** Polls each bot that no other replica polls. */
        void startAndStop() throws SQLException {
            for (BotIdentity gone : Set.copyOf(pollers.keySet())) {
                if (!bots.containsKey(gone)) {
                    end(gone);
                    locks.release(gone.id());
                }
            }
            for (Bot bot : bots.values()) {
                BotIdentity identity = bot.identity();
                Thread running = pollers.get(identity);
                if ((running == null || !running.isAlive()) && locks.hold(identity.id())) {
                    LOG.infof("Polling %s for %s", identity.type(), bot);
                    Runnable poller = adapter.poller(() -> current(identity), receiver);
                    pollers.put(
                            identity,
                            Thread.ofVirtual()
                                    .name(identity.type() + "-" + identity.id())
                                    .start(poller));
                }
            }
        }

        private Optional<PolledBot<ProviderSettings>> current(BotIdentity identity) {
            return Optional.ofNullable(bots.get(identity))
                    .map(bot -> new PolledBot<>(
                            identity,
                            bot.channels().stream()
                                    .map(channel ->
                                            new PolledBot.Channel<>(channel.id(), channel.key(), channel.settings()))
                                    .toList()));
        }

        void endAll() {
            Set.copyOf(pollers.keySet()).forEach(this::end);
        }

        private void end(BotIdentity identity) {
            Thread running = pollers.remove(identity);
            if (running != null) {
                running.interrupt();
            }
        }
    }
}

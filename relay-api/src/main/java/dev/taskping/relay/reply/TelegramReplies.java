package dev.taskping.relay.reply;

import com.pengrad.telegrambot.request.SetWebhook;
import com.pengrad.telegrambot.response.BaseResponse;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.ChannelType;
import dev.taskping.relay.channel.telegram.TelegramApi;
import dev.taskping.relay.channel.telegram.TelegramUnreachableException;
import dev.taskping.relay.configuration.RelayConfiguration;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Keeps answers coming from every bot that a channel uses: by polling, or by webhooks that it sets. */
@ApplicationScoped
class TelegramReplies {

    private static final Logger LOG = Logger.getLogger(TelegramReplies.class);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final Duration FORGET_UPDATES = Duration.ofDays(7);

    private final TelegramReplyConfiguration configuration;
    private final RelayConfiguration relay;
    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final TelegramApi api;
    private final TelegramIntake intake;
    private final InboundLog inbound;
    private final BotLocks locks;
    private final Map<String, Thread> pollers = new ConcurrentHashMap<>();
    private final Set<String> hooked = new HashSet<>();
    private volatile Map<String, Bot> bots = Map.of();
    private volatile @Nullable Thread supervisor;
    private Instant cleaned = Instant.EPOCH;

    TelegramReplies(
            TelegramReplyConfiguration configuration,
            RelayConfiguration relay,
            Jdbi jdbi,
            ChannelStore channels,
            TelegramApi api,
            TelegramIntake intake,
            InboundLog inbound,
            AgroalDataSource dataSource) {
        this.configuration = configuration;
        this.relay = relay;
        this.jdbi = jdbi;
        this.channels = channels;
        this.api = api;
        this.intake = intake;
        this.inbound = inbound;
        this.locks = new BotLocks(dataSource);
    }

    void start(@Observes StartupEvent event) {
        if (configuration.inbound() != TelegramReplyConfiguration.Inbound.OFF) {
            supervisor = Thread.ofVirtual().name("telegram-replies").start(this::supervise);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Thread running = supervisor;
        if (running != null) {
            running.interrupt();
            running.join(Duration.ofSeconds(5));
        }
    }

    private void supervise() {
        try {
            while (true) {
                refresh();
                Thread.sleep(configuration.refresh());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopPolling();
        }
    }

    private void refresh() {
        try {
            bots = Bot.of(jdbi.withHandle(handle -> channels.findByType(handle, ChannelType.TELEGRAM))).stream()
                    .collect(Collectors.toMap(Bot::id, Function.identity()));
            switch (configuration.inbound()) {
                case POLLING -> poll();
                case WEBHOOK -> hook();
                case OFF -> {
                    // Not started at all.
                }
            }
            clean();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Answers on Telegram are not taken for the moment: %s", e.getMessage());
            stopPolling();
        }
    }

    private void poll() throws SQLException {
        locks.verify();
        for (String id : Set.copyOf(pollers.keySet())) {
            if (!bots.containsKey(id)) {
                end(id);
                locks.release(id);
            }
        }
        for (Bot bot : bots.values()) {
            Thread poller = pollers.get(bot.id());
            if ((poller == null || !poller.isAlive()) && locks.hold(bot.id())) {
                String id = bot.id();
                LOG.infof("Polling Telegram for %s", bot);
                pollers.put(
                        id,
                        Thread.ofVirtual()
                                .name("telegram-" + id)
                                .start(new BotPoller(
                                        () -> Optional.ofNullable(bots.get(id)),
                                        api,
                                        intake,
                                        configuration.pollTimeout())));
            }
        }
    }

    private void hook() {
        hooked.retainAll(bots.keySet());
        for (Bot bot : bots.values()) {
            if (!hooked.contains(bot.id()) && setHook(bot)) {
                hooked.add(bot.id());
            }
        }
    }

    private boolean setHook(Bot bot) {
        String url = relay.publicUrl().toString().replaceAll("/+$", "") + "/hooks/telegram/"
                + bot.channels().getFirst().id();
        try {
            BaseResponse response = api.call(
                    bot.telegram(),
                    new SetWebhook()
                            .url(url)
                            .secretToken(Bot.hookSecret(bot.telegram()))
                            .allowedUpdates("message", "callback_query"));
            if (!response.isOk()) {
                LOG.warnf("Telegram takes no webhook for %s: %s", bot, response.description());
            }
            return response.isOk();
        } catch (TelegramUnreachableException e) {
            LOG.warnf("The webhook of %s could not be set: %s", bot, e.getMessage());
            return false;
        }
    }

    private void clean() {
        Instant now = Instant.now();
        if (Duration.between(cleaned, now).compareTo(HOUSEKEEPING) > 0) {
            jdbi.useHandle(handle -> inbound.forget(handle, FORGET_UPDATES, HOUSEKEEPING));
            cleaned = now;
        }
    }

    private void stopPolling() {
        List.copyOf(pollers.keySet()).forEach(this::end);
        locks.close();
    }

    private void end(String id) {
        Thread poller = pollers.remove(id);
        if (poller != null) {
            poller.interrupt();
        }
    }
}

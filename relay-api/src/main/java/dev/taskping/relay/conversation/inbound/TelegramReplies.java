package dev.taskping.relay.conversation.inbound;

import com.pengrad.telegrambot.request.SetWebhook;
import com.pengrad.telegrambot.response.BaseResponse;
import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.http.ProviderUnreachableException;
import dev.taskping.relay.channel.telegram.TelegramApi;
import dev.taskping.relay.channel.telegram.TelegramProvider;
import dev.taskping.relay.conversation.InboundDeduplicator;
import dev.taskping.relay.platform.configuration.RelayConfiguration;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Keeps answers coming from every bot that a channel uses: by polling, or by webhooks that it sets. */
@ApplicationScoped
public class TelegramReplies {

    private static final Logger LOG = Logger.getLogger(TelegramReplies.class);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final Duration FORGET_UPDATES = Duration.ofDays(7);

    private final TelegramReplyConfiguration configuration;
    private final RelayConfiguration relay;
    private final Jdbi jdbi;
    private final TelegramApi api;
    private final TelegramUpdateParser intake;
    private final InboundDeduplicator inbound;
    private final Clock clock;
    private final PollerSupervisor readers;
    private final Set<String> hooked = new HashSet<>();
    private Instant cleaned = Instant.EPOCH;

    TelegramReplies(
            TelegramReplyConfiguration configuration,
            RelayConfiguration relay,
            Jdbi jdbi,
            ChannelStore channels,
            TelegramApi api,
            TelegramUpdateParser intake,
            InboundDeduplicator inbound,
            Clock clock,
            AgroalDataSource dataSource) {
        this.configuration = configuration;
        this.relay = relay;
        this.jdbi = jdbi;
        this.api = api;
        this.intake = intake;
        this.inbound = inbound;
        this.clock = clock;
        this.readers = new PollerSupervisor(TelegramProvider.TYPE, jdbi, channels, dataSource);
    }

    public void start(@Observes StartupEvent event) {
        switch (configuration.inbound()) {
            case POLLING ->
                readers.start(configuration.refresh(), bots -> {
                    readers.read(current -> new TelegramPoller(current, api, intake, configuration.pollTimeout()));
                    clean();
                });
            case WEBHOOK ->
                readers.start(configuration.refresh(), bots -> {
                    hook(bots);
                    clean();
                });
            case OFF -> {
                // Nothing is heard.
            }
        }
    }

    public void stop(@Observes ShutdownEvent event) throws InterruptedException {
        readers.stop();
    }

    private void hook(Collection<Bot> bots) {
        hooked.retainAll(bots.stream().map(Bot::id).collect(Collectors.toSet()));
        for (Bot bot : bots) {
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
        } catch (ProviderUnreachableException e) {
            LOG.warnf("The webhook of %s could not be set: %s", bot, e.getMessage());
            return false;
        }
    }

    private void clean() {
        Instant now = clock.instant();
        if (Duration.between(cleaned, now).compareTo(HOUSEKEEPING) > 0) {
            jdbi.useHandle(handle -> inbound.forget(handle, FORGET_UPDATES, HOUSEKEEPING));
            cleaned = now;
        }
    }
}

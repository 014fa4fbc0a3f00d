package dev.taskping.relay.reply;

import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.ChannelType;
import dev.taskping.relay.channel.email.Mailboxes;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
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

/** Keeps answers coming from every mailbox that a channel names, each read by one replica. */
@ApplicationScoped
class MailReplies {

    private static final Logger LOG = Logger.getLogger(MailReplies.class);

    private final MailReplyConfiguration configuration;
    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final Mailboxes mailboxes;
    private final MailIntake intake;
    private final BotLocks locks;
    private final Map<String, Thread> pollers = new ConcurrentHashMap<>();
    private volatile Map<String, Bot> bots = Map.of();
    private volatile @Nullable Thread supervisor;

    MailReplies(
            MailReplyConfiguration configuration,
            Jdbi jdbi,
            ChannelStore channels,
            Mailboxes mailboxes,
            MailIntake intake,
            AgroalDataSource dataSource) {
        this.configuration = configuration;
        this.jdbi = jdbi;
        this.channels = channels;
        this.mailboxes = mailboxes;
        this.intake = intake;
        this.locks = new BotLocks(dataSource);
    }

    void start(@Observes StartupEvent event) {
        if (configuration.inbound()) {
            supervisor = Thread.ofVirtual().name("mail-replies").start(this::supervise);
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
            stopReading();
        }
    }

    private void refresh() {
        try {
            bots = Bot.of(jdbi.withHandle(handle -> channels.findByType(handle, ChannelType.EMAIL))).stream()
                    .collect(Collectors.toMap(Bot::id, Function.identity()));
            if (bots.isEmpty() && pollers.isEmpty()) {
                // Without mailboxes no connection need be held for their locks.
                locks.close();
                return;
            }
            read();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Answers by mail are not taken for the moment: %s", e.getMessage());
            stopReading();
        }
    }

    private void read() throws SQLException {
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
                LOG.infof("Reading the mailbox of %s", bot);
                pollers.put(
                        id,
                        Thread.ofVirtual()
                                .name("mail-" + id)
                                .start(new MailPoller(
                                        () -> Optional.ofNullable(bots.get(id)), mailboxes, intake, configuration)));
            }
        }
    }

    private void stopReading() {
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

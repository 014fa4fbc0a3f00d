package dev.taskping.relay.conversation.inbound;

import dev.taskping.relay.channel.Bot;
import dev.taskping.relay.channel.ChannelStore;
import dev.taskping.relay.channel.spi.ChannelType;
import io.agroal.api.AgroalDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Knows the bots of one type of channel as they come and go, and keeps a thread for each that is to be read: one replica a bot.
 * Looks again and again until it is stopped.
 */
final class PollerSupervisor {

    private static final Logger LOG = Logger.getLogger(PollerSupervisor.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ChannelType type;
    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final PollerLocks locks;
    private final Map<String, Thread> readers = new ConcurrentHashMap<>();
    private volatile Map<String, Bot> bots = Map.of();
    private volatile @Nullable Thread supervisor;

    PollerSupervisor(ChannelType type, Jdbi jdbi, ChannelStore channels, AgroalDataSource dataSource) {
        this.type = type;
        this.jdbi = jdbi;
        this.channels = channels;
        this.locks = new PollerLocks(dataSource);
    }

    /** What is done with the bots each time they were looked at. */
    @FunctionalInterface
    interface Round {
        void run(Collection<Bot> bots) throws SQLException;
    }

    /** Begins to look at the bots, as often as that. */
    void start(Duration refresh, Round round) {
        supervisor = Thread.ofVirtual().name(type.id() + "-replies").start(() -> supervise(refresh, round));
    }

    /** Ends, and all readers with it. */
    void stop() throws InterruptedException {
        Thread running = supervisor;
        if (running != null) {
            running.interrupt();
            running.join(PATIENCE);
        }
    }

    private void supervise(Duration refresh, Round round) {
        try {
            while (true) {
                refresh(round);
                Thread.sleep(refresh);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            endAll();
        }
    }

    private void refresh(Round round) {
        try {
            bots = Bot.of(jdbi.withHandle(handle -> channels.findByType(handle, type))).stream()
                    .collect(Collectors.toMap(Bot::id, Function.identity()));
            round.run(bots.values());
        } catch (SQLException | RuntimeException e) {
            LOG.warnf("Answers by %s are not taken for the moment: %s", type.id(), e.getMessage());
            endAll();
        }
    }

    /**
     * Sees to it that each bot that no other replica reads is read here.
     *
     * @param reader makes one that runs until it is interrupted or its bot, asked for anew each time, is gone
     */
    void read(Function<Supplier<Optional<Bot>>, Runnable> reader) throws SQLException {
        if (bots.isEmpty() && readers.isEmpty()) {
            // Without bots no connection need be held for their locks.
            locks.close();
            return;
        }
        locks.verify();
        for (String id : Set.copyOf(readers.keySet())) {
            if (!bots.containsKey(id)) {
                end(id);
                locks.release(id);
            }
        }
        for (Bot bot : bots.values()) {
            String id = bot.id();
            Thread running = readers.get(id);
            if ((running == null || !running.isAlive()) && locks.hold(id)) {
                LOG.infof("Reading %s of %s", type.id(), bot);
                Runnable work = reader.apply(() -> Optional.ofNullable(bots.get(id)));
                readers.put(id, Thread.ofVirtual().name(type.id() + "-" + id).start(work));
            }
        }
    }

    private void endAll() {
        List.copyOf(readers.keySet()).forEach(this::end);
        locks.close();
    }

    private void end(String id) {
        Thread running = readers.remove(id);
        if (running != null) {
            running.interrupt();
        }
    }
}

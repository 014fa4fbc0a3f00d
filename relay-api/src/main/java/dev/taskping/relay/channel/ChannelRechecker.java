package dev.taskping.relay.channel;

import dev.taskping.relay.channel.spi.ChannelCheck;
import dev.taskping.relay.channel.spi.ProviderSettings;
import dev.taskping.relay.platform.database.DatabaseAccess;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Checks channels again whose credentials are in doubt, so that a revoked token is noticed although nobody registers the
 * channel again. Replicas share the work: while one checks a channel, the others leave it alone.
 */
@ApplicationScoped
class ChannelRechecker {

    private static final Logger LOG = Logger.getLogger(ChannelRechecker.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 16;

    private record Doubted(UUID id, String namespace, byte[] sealed, ProviderSettings settings) {}

    private final Jdbi jdbi;
    private final ChannelStore channels;
    private final AdapterInvoker adapterInvoker;
    private final ProviderQuestions questions;
    private final Clock clock;
    private final Set<UUID> asked = ConcurrentHashMap.newKeySet();

    ChannelRechecker(
            Jdbi jdbi, ChannelStore channels, AdapterInvoker adapterInvoker, ProviderQuestions questions, Clock clock) {
        this.jdbi = jdbi;
        this.channels = channels;
        this.adapterInvoker = adapterInvoker;
        this.questions = questions;
        this.clock = clock;
    }

    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void askAgain() {
        for (Doubted doubted : jdbi.inTransaction(this::claim)) {
            if (asked.add(doubted.id())) {
                CompletableFuture<Boolean> checked = questions.ask(doubted.namespace(), () -> check(doubted));
                checked.whenComplete((stored, failure) -> asked.remove(doubted.id()));
            }
        }
    }

    private List<Doubted> claim(Handle handle) {
        return handle.createQuery(
                        """
                        UPDATE channel SET recheck_at = :now::timestamptz + :lease::interval
                        WHERE id IN (SELECT id FROM channel
                            WHERE recheck_at <= :now AND settings_sealed IS NOT NULL
                            ORDER BY recheck_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING id, workspace, cluster, namespace, settings_sealed, destination
                        """)
                .bind("now", DatabaseAccess.now(clock))
                .bind("lease", LEASE.toString())
                .bind("limit", AT_ONCE)
                .map((row, context) -> {
                    UUID id = row.getObject("id", UUID.class);
                    byte[] sealed = row.getBytes("settings_sealed");
                    ProviderSettings settings = channels.open(row.getString("workspace"), id, sealed);
                    return new Doubted(
                            id,
                            row.getString("workspace") + "/" + row.getString("cluster") + "/"
                                    + row.getString("namespace"),
                            sealed,
                            RegisteredChannel.withDestination(settings, row.getString("destination")));
                })
                .list();
    }

    /** Whether there is a result. */
    private boolean check(Doubted doubted) {
        try {
            ChannelCheck check = adapterInvoker.check(doubted.settings);
            jdbi.useHandle(handle -> set(handle, doubted, check));
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(e, "Could not check channel %s; the relay tries again soon", doubted.id);
            return false;
        }
    }

    /** The result of a check is dropped if the settings were replaced meanwhile. */
    private void set(Handle handle, Doubted doubted, ChannelCheck check) {
        handle.createUpdate(
                        """
                        UPDATE channel SET ready = :ready, reason = :reason, message = :message, checked_at = :now,
                            recheck_at = NULL
                        WHERE id = :id AND settings_sealed = :sealed
                        """)
                .bind("ready", check.ready())
                .bind("reason", check.reason())
                .bind("message", check.message())
                .bind("now", DatabaseAccess.now(clock))
                .bind("id", doubted.id)
                .bind("sealed", doubted.sealed)
                .execute();
    }
}

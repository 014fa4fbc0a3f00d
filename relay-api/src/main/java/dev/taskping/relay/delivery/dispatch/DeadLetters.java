package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.platform.configuration.RelayConfiguration;
import dev.taskping.relay.platform.database.DatabaseAccess;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Gives up messages that could not even be tried for too long: their channel is not registered, or stays paused. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private record Dead(UUID id, boolean isDead, String channel, @Nullable String type, String reason) {}

    private final Jdbi jdbi;
    private final FallbackRouter fallbackRouter;
    private final DeliveryMetrics metrics;
    private final Duration giveUpAfter;
    private final Clock clock;

    DeadLetters(
            Jdbi jdbi,
            FallbackRouter fallbackRouter,
            DeliveryMetrics metrics,
            RelayConfiguration configuration,
            Clock clock) {
        this.jdbi = jdbi;
        this.fallbackRouter = fallbackRouter;
        this.metrics = metrics;
        this.giveUpAfter = configuration.outbox().giveUpAfter();
        this.clock = clock;
    }

    @Scheduled(every = "15s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void giveUp() {
        for (Dead dead : bury()) {
            LOG.errorf("Message %s to channel %s is a dead letter: %s", dead.id, dead.channel, dead.reason);
            metrics.countDead(dead.type == null ? ChannelMetrics.UNREGISTERED : dead.type, 1);
        }
    }

    private List<Dead> bury() {
        Instant now = DatabaseAccess.now(clock);
        return jdbi.inTransaction(handle -> {
            List<Dead> given = handle.createQuery(
                            """
                            UPDATE delivery d SET finished_at = :now,
                                state = CASE WHEN d.live_at IS NOT NULL AND d.reference IS NOT NULL THEN 'delivered'
                                    ELSE 'dead' END, -- people have the message, if only an older state of it
                                reason = :gaveUp || CASE WHEN c.settings_sealed IS NULL
                                    THEN 'the channel ' || c.namespace || '/' || c.name || ' is not registered'
                                    ELSE coalesce(d.reason, c.message) END
                            FROM channel c
                            WHERE d.id IN (
                                SELECT d.id FROM delivery d JOIN channel c ON c.id = d.channel_id
                                WHERE d.state = 'pending' AND (d.claimed_until IS NULL OR d.claimed_until <= now())
                                  AND d.tried_since <= :now::timestamptz - least(:giveUpAfter::interval, CASE
                                      WHEN c.fallback_id IS NULL THEN :giveUpAfter::interval
                                      ELSE c.fallback_after_ms * interval '1 millisecond' END)
                                ORDER BY d.seq LIMIT 500 FOR UPDATE OF d SKIP LOCKED)
                              AND c.id = d.channel_id
                            RETURNING d.id, d.state, c.namespace || '/' || c.name AS channel, c.type, d.reason
                            """)
                    .bind("now", now)
                    .bind("giveUpAfter", giveUpAfter.toString())
                    .bind("gaveUp", "Given up: ")
                    .map((row, context) -> new Dead(
                            row.getObject("id", UUID.class),
                            "dead".equals(row.getString("state")),
                            row.getString("channel"),
                            row.getString("type"),
                            row.getString("reason")))
                    .list();
            List<Dead> dead = given.stream().filter(Dead::isDead).toList();
            fallbackRouter.handOver(handle, dead.stream().map(Dead::id).toList());
            return dead;
        });
    }
}

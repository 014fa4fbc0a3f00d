package dev.taskping.relay.notify;

import dev.taskping.relay.configuration.RelayConfiguration;
import dev.taskping.relay.database.DatabaseAccess;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Gives up messages that could not even be tried for too long: their channel is not registered, or stays paused. */
@ApplicationScoped
class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private record Dead(String id, String channel, @Nullable String type, String reason) {}

    private final Jdbi jdbi;
    private final DeliveryMetrics metrics;
    private final Duration giveUpAfter;
    private final Clock clock;

    DeadLetters(Jdbi jdbi, DeliveryMetrics metrics, RelayConfiguration configuration, Clock clock) {
        this.jdbi = jdbi;
        this.metrics = metrics;
        this.giveUpAfter = configuration.outbox().giveUpAfter();
        this.clock = clock;
    }

    @Scheduled(every = "60s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void giveUp() {
        for (Dead dead : bury()) {
            LOG.errorf("Message %s to channel %s is a dead letter: %s", dead.id, dead.channel, dead.reason);
            metrics.countDead(dead.type == null ? "unregistered" : dead.type, 1);
        }
    }

    private List<Dead> bury() {
        Instant now = DatabaseAccess.now(clock);
        return jdbi.inTransaction(handle -> handle.createQuery(
                        """
                        UPDATE delivery d SET state = 'dead', finished_at = :now,
                            reason = :gaveUp || CASE WHEN c.settings_sealed IS NULL
                                THEN 'the channel ' || c.namespace || '/' || c.name || ' is not registered'
                                ELSE coalesce(d.reason, c.message) END
                        FROM channel c
                        WHERE d.id IN (
                            SELECT id FROM delivery
                            WHERE state = 'pending' AND created_at <= :oldest
                              AND (claimed_until IS NULL OR claimed_until <= :now)
                            ORDER BY seq LIMIT 500 FOR UPDATE SKIP LOCKED)
                          AND c.id = d.channel_id
                        RETURNING d.id, c.namespace || '/' || c.name AS channel, c.type, d.reason
                        """)
                .bind("now", now)
                .bind("oldest", now.minus(giveUpAfter))
                .bind("gaveUp", "Given up after " + Durations.words(giveUpAfter) + ": ")
                .map((row, context) -> new Dead(
                        row.getString("id"), row.getString("channel"), row.getString("type"), row.getString("reason")))
                .list());
    }
}

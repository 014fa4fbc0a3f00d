package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.RegisteredChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes a delivered message a dead letter after all, because its provider, which had accepted it, reports that it never
 * arrived.
 */
@ApplicationScoped
public class LateFailureHandler {

    private static final Logger LOG = Logger.getLogger(LateFailureHandler.class);

    private final Jdbi jdbi;
    private final FallbackRouter fallbackRouter;
    private final DeliveryMetrics metrics;

    LateFailureHandler(Jdbi jdbi, FallbackRouter fallbackRouter, DeliveryMetrics metrics) {
        this.jdbi = jdbi;
        this.fallbackRouter = fallbackRouter;
        this.metrics = metrics;
    }

    /**
     * Makes a message a dead letter, which the channel's fallback takes over.
     *
     * @param channel the channel it went to
     * @param reference the provider's name for the message
     * @param reason the provider's words, and what to do
     */
    public void report(RegisteredChannel channel, String reference, String reason) {
        int lost = jdbi.inTransaction(handle -> {
            List<UUID> dead = handle.createQuery(
                            """
                            UPDATE delivery SET state = 'dead', reason = :reason
                            WHERE workspace = :workspace AND channel_id = :channel AND reference = :reference
                              AND state = 'delivered'
                            RETURNING id
                            """)
                    .bind("reason", reason)
                    .bind("workspace", channel.workspace())
                    .bind("channel", channel.id())
                    .bind("reference", reference)
                    .mapTo(UUID.class)
                    .list();
            fallbackRouter.handOver(handle, dead);
            return dead.size();
        });
        if (lost > 0) {
            LOG.errorf("Message %s to channel %s did not arrive: %s", reference, channel.key(), reason);
            metrics.countDead(channel.settings().type().id(), lost);
        }
    }
}

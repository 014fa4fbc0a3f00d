package dev.taskping.relay.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/** What the dispatcher lets Prometheus see. */
@ApplicationScoped
class DeliveryMetrics {

    private final MeterRegistry registry;
    private final Jdbi jdbi;
    private final AtomicLong depth = new AtomicLong();
    private final AtomicLong oldest = new AtomicLong();
    private final AtomicLong failing = new AtomicLong();

    DeliveryMetrics(MeterRegistry registry, Jdbi jdbi) {
        this.registry = registry;
        this.jdbi = jdbi;
        registry.gauge("taskping.outbox.depth", depth);
        registry.gauge("taskping.outbox.oldest.seconds", oldest);
        registry.gauge("taskping.lanes.failing", failing);
    }

    /** Counts an attempt; a delivered one also by the time since it was enqueued. */
    void count(Decision decided) {
        Attempt attempt = decided.attempt();
        String channel = decided.delivery().type().id();
        registry.counter("taskping.deliveries", "channel", channel, "result", attempt.resultId())
                .increment();
        switch (decided.disposition().state()) {
            case DEAD -> countDead(channel, 1);
            case DELIVERED -> countDelivered(channel, decided);
            case PENDING -> {}
        }
    }

    /** A change of a message that was there already says nothing of how long the message took. */
    private void countDelivered(String channel, Decision decided) {
        if (decided.delivery().isEdit()) {
            registry.counter("taskping.live.edits", "channel", channel).increment();
            return;
        }
        Attempt attempt = decided.attempt();
        Timer.builder("taskping.delivery.latency")
                .description("From the outbox to the provider's acceptance")
                .tag("channel", channel)
                .publishPercentileHistogram()
                .register(registry)
                .record(Duration.between(
                        decided.delivery().notification().createdAt(),
                        attempt.at().plus(attempt.latency())));
    }

    /** Counts messages that were given up. */
    void countDead(String channel, int messages) {
        registry.counter("taskping.dead.letters", "channel", channel).increment(messages);
    }

    /** Counts a message that told of several tasks. */
    void countDigest(String channel) {
        registry.counter("taskping.digests", "channel", channel).increment();
    }

    @Scheduled(every = "10s", delayed = "1s")
    void measureOutbox() {
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT count(*) AS depth,
                            coalesce(extract(epoch FROM now() - min(d.tried_since) FILTER
                                (WHERE c.settings_sealed IS NOT NULL)), 0)::bigint AS oldest,
                            (SELECT count(*) FROM lane WHERE failing_since IS NOT NULL) AS failing
                        FROM delivery d JOIN channel c ON c.id = d.channel_id WHERE d.state = 'pending'
                        """)
                .map((row, context) -> {
                    depth.set(row.getLong("depth"));
                    oldest.set(row.getLong("oldest"));
                    failing.set(row.getLong("failing"));
                    return row;
                })
                .one());
    }
}

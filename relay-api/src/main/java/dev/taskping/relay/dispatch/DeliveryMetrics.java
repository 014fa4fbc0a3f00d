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

    DeliveryMetrics(MeterRegistry registry, Jdbi jdbi) {
        this.registry = registry;
        this.jdbi = jdbi;
        registry.gauge("taskping.outbox.depth", depth);
    }

    /** Counts an attempt; a delivered one also by the time since it was enqueued. */
    void count(Decision decided) {
        Attempt attempt = decided.attempt();
        String channel = decided.delivery().type().id();
        registry.counter("taskping.deliveries", "channel", channel, "result", attempt.resultId())
                .increment();
        switch (decided.disposition().state()) {
            case DEAD -> countDead(channel, 1);
            case DELIVERED ->
                Timer.builder("taskping.delivery.latency")
                        .description("From the outbox to the provider's acceptance")
                        .tag("channel", channel)
                        .publishPercentileHistogram()
                        .register(registry)
                        .record(Duration.between(
                                decided.delivery().notification().createdAt(),
                                attempt.at().plus(attempt.latency())));
            case PENDING -> {}
        }
    }

    /** Counts messages that were given up. */
    void countDead(String channel, int messages) {
        registry.counter("taskping.dead.letters", "channel", channel).increment(messages);
    }

    @Scheduled(every = "10s", delayed = "1s")
    void measureDepth() {
        depth.set(jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM delivery WHERE state = 'pending'")
                .mapTo(Long.class)
                .one()));
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelTypeGauges;
import dev.taskping.relay.channel.ProviderRegistry;
import dev.taskping.relay.channel.spi.ChannelType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Counts what the dispatcher does. All series exist from the start, so that the first failure is an increase. A label is a kind
 * of channel or a word of a closed set, never a name that somebody chose. Described in {@code docs/reference/metrics.md}.
 */
@ApplicationScoped
class DeliveryMetrics {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(30),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(10)
    };

    private static final String CHANNEL = "channel";
    private static final String RESULT = "result";

    private final MeterRegistry registry;

    DeliveryMetrics(MeterRegistry registry, ProviderRegistry providers) {
        this.registry = registry;
        for (ChannelType type : providers.types()) {
            for (String result : SendAttempt.RESULTS) {
                registry.counter("taskping.attempts", CHANNEL, type.id(), RESULT, result);
            }
            registry.counter("taskping.deliveries", CHANNEL, type.id(), RESULT, "delivered");
            countDead(type.id(), 0);
            registry.counter("taskping.digests", CHANNEL, type.id());
            registry.counter("taskping.live.edits", CHANNEL, type.id());
        }
        countDead(ChannelTypeGauges.UNREGISTERED, 0);
        countFallbacks(0);
    }

    /** Counts a request to a provider, however many messages it carried, by its result and the provider's time. */
    void countAttempt(SendAttempt attempt) {
        String channel = attempt.message().first().type().id();
        registry.counter("taskping.attempts", CHANNEL, channel, RESULT, attempt.resultId())
                .increment();
        timer("taskping.provider.latency", "From a request to the provider's answer", channel)
                .record(attempt.latency());
        if (attempt.message().deliveries().size() > 1 && attempt.resultId().equals("delivered")) {
            registry.counter("taskping.digests", CHANNEL, channel).increment();
        }
    }

    /** Counts a message that came to its end; a delivered one also by the time since it was enqueued. */
    void count(DeliveryAttempt decided) {
        String channel = decided.delivery().type().id();
        switch (decided.outcome().state()) {
            case DEAD -> countDead(channel, 1);
            case DELIVERED -> countDelivered(channel, decided);
            case PENDING -> {}
        }
    }

    /** An edit says nothing about how long the message took. */
    private void countDelivered(String channel, DeliveryAttempt decided) {
        if (decided.delivery().isEdit()) {
            registry.counter("taskping.live.edits", CHANNEL, channel).increment();
            return;
        }
        registry.counter("taskping.deliveries", CHANNEL, channel, RESULT, "delivered")
                .increment();
        SendAttempt attempt = decided.sending();
        timer("taskping.delivery.latency", "From the outbox to the provider's acceptance", channel)
                .record(Duration.between(
                        decided.delivery().notification().createdAt(),
                        attempt.at().plus(attempt.latency())));
    }

    /** Counts messages that were given up. */
    void countDead(String channel, int messages) {
        registry.counter("taskping.deliveries", CHANNEL, channel, RESULT, "dead")
                .increment(messages);
    }

    /** Counts messages that a fallback channel took over. */
    void countFallbacks(int messages) {
        registry.counter("taskping.fallbacks").increment(messages);
    }

    private Timer timer(String name, String description, String channel) {
        return Timer.builder(name)
                .description(description)
                .tag(CHANNEL, channel)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}

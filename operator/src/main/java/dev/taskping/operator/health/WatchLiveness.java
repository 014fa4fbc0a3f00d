package dev.taskping.operator.health;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.task.JobCache;
import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Fails when an informer has stopped watching for a minute: informers have been seen to stop without a word
 * (kubernetes-client#4781, 6379), and an operator that sees nothing had better be started again. A watch that is being
 * begun anew is not counted.
 */
@Liveness
@ApplicationScoped
class WatchLiveness implements HealthCheck {

    private final JobCache jobs;
    private final Operator operator;
    private final Clock clock;
    private final Duration patience;
    private volatile Instant lastWatching;

    WatchLiveness(JobCache jobs, Operator operator, Clock clock, OperatorConfiguration configuration) {
        this.jobs = jobs;
        this.operator = operator;
        this.clock = clock;
        this.patience = configuration.jobs().blindFor();
        this.lastWatching = clock.instant();
    }

    @Override
    public HealthCheckResponse call() {
        Instant now = clock.instant();
        boolean starting = !jobs.isSynced();
        boolean watching = jobs.isWatching() && blind().isEmpty();
        if (starting || watching) {
            lastWatching = now;
        }
        Duration blind = Duration.between(lastWatching, now);
        return HealthCheckResponse.named("watching")
                .status(blind.compareTo(patience) < 0)
                .withData("jobs", jobs.isWatching())
                .withData("blindControllers", String.join(", ", blind()))
                .withData("blindForSeconds", blind.toSeconds())
                .build();
    }

    /** The controllers with an informer that has stopped; the SDK's answer names every controller, also the healthy ones. */
    private List<String> blind() {
        return operator.getRuntimeInfo().unhealthyInformerWrappingEventSourceHealthIndicator().entrySet().stream()
                .filter(controller -> !controller.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

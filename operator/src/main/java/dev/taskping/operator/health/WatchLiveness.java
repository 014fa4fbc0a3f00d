package dev.taskping.operator.health;

import dev.taskping.operator.configuration.OperatorConfiguration;
import dev.taskping.operator.job.JobInformer;
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
 * The liveness check: fails when an informer has not watched for a minute. Informers have stopped without an error
 * (kubernetes-client#4781, 6379), and a restart mends that. A watch that reconnects in time does not fail the check.
 */
@Liveness
@ApplicationScoped
class WatchLiveness implements HealthCheck {

    private final JobInformer jobs;
    private final Operator operator;
    private final Clock clock;
    private final Duration patience;
    private volatile Instant lastWatching;

    WatchLiveness(JobInformer jobs, Operator operator, Clock clock, OperatorConfiguration configuration) {
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

    /** The controllers with an informer that stopped. The SDK's answer has an entry for healthy controllers as well. */
    private List<String> blind() {
        return operator.getRuntimeInfo().unhealthyInformerWrappingEventSourceHealthIndicator().entrySet().stream()
                .filter(controller -> !controller.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

package dev.taskping.operator.health;

import dev.taskping.operator.leadership.Leadership;
import dev.taskping.operator.task.JobCache;
import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final JobCache jobs;
    private final Operator operator;
    private final Leadership leadership;
    private final Clock clock;
    private volatile Instant lastWatching;

    WatchLiveness(JobCache jobs, Operator operator, Leadership leadership, Clock clock) {
        this.jobs = jobs;
        this.operator = operator;
        this.leadership = leadership;
        this.clock = clock;
        this.lastWatching = clock.instant();
    }

    @Override
    public HealthCheckResponse call() {
        Instant now = clock.instant();
        boolean starting = !jobs.isSynced();
        // A standby's controllers have not begun, and say that they are unhealthy.
        boolean controllers = !leadership.leads()
                || operator.getRuntimeInfo().unhealthyEventSources().isEmpty();
        boolean watching = jobs.isWatching() && controllers;
        if (starting || watching) {
            lastWatching = now;
        }
        Duration blind = Duration.between(lastWatching, now);
        return HealthCheckResponse.named("watching")
                .status(blind.compareTo(PATIENCE) < 0)
                .withData("jobs", jobs.isWatching())
                .withData("blindForSeconds", blind.toSeconds())
                .build();
    }
}

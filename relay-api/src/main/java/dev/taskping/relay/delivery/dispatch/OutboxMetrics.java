package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.ChannelTypeGauges;
import dev.taskping.relay.channel.ProviderRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Measures how many messages wait in the outbox and how many lanes fail. */
@ApplicationScoped
class OutboxMetrics {

    private static final String DEPTH = "taskping.outbox.depth";
    private static final String OLDEST = "taskping.outbox.oldest.seconds";
    private static final String LANES_FAILING = "taskping.lanes.failing";

    private final Jdbi jdbi;
    private final ChannelTypeGauges gauges;

    OutboxMetrics(MeterRegistry registry, ProviderRegistry providers, Jdbi jdbi) {
        this.jdbi = jdbi;
        this.gauges = new ChannelTypeGauges(registry, providers.types(), List.of(DEPTH, OLDEST, LANES_FAILING));
    }

    @Scheduled(every = "10s", delayed = "1s")
    void measure() {
        jdbi.useHandle(handle -> {
            gauges.read(
                    handle,
                    """
                    SELECT coalesce(l.type, 'unregistered') AS kind, count(*) AS "taskping.outbox.depth",
                        CASE WHEN l.type IS NULL THEN 0 ELSE extract(epoch FROM now() - min(d.tried_since))::bigint END
                            AS "taskping.outbox.oldest.seconds"
                    FROM delivery d
                    LEFT JOIN lane_assignment a ON a.channel_id = d.channel_id
                    LEFT JOIN lane l ON l.id = a.lane_id
                    WHERE d.state = 'pending' GROUP BY l.type
                    """,
                    DEPTH,
                    OLDEST);
            gauges.read(
                    handle,
                    """
                    SELECT type AS kind, count(*) AS "taskping.lanes.failing" FROM lane
                    WHERE failing_since IS NOT NULL GROUP BY type
                    """,
                    LANES_FAILING);
        });
    }
}

package dev.taskping.relay.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Measures how many channels exist and how many of them cannot be used. */
@ApplicationScoped
class ChannelMetrics {

    private static final String CHANNELS = "taskping.channels";
    private static final String NOT_READY = "taskping.channels.not.ready";
    private static final String IN_TROUBLE = "taskping.channels.in.trouble";

    private final Jdbi jdbi;
    private final ChannelTypeGauges gauges;

    ChannelMetrics(MeterRegistry registry, ProviderRegistry providers, Jdbi jdbi) {
        this.jdbi = jdbi;
        this.gauges = new ChannelTypeGauges(registry, providers.types(), List.of(CHANNELS, NOT_READY, IN_TROUBLE));
    }

    @Scheduled(every = "10s", delayed = "1s")
    void measure() {
        jdbi.useHandle(handle -> gauges.read(
                handle,
                """
                SELECT type AS kind, count(*) AS "taskping.channels",
                    count(*) FILTER (WHERE NOT ready) AS "taskping.channels.not.ready",
                    count(*) FILTER (WHERE trouble_reason IS NOT NULL) AS "taskping.channels.in.trouble"
                FROM channel WHERE settings_sealed IS NOT NULL GROUP BY type
                """,
                CHANNELS,
                NOT_READY,
                IN_TROUBLE));
    }
}

package dev.taskping.relay.delivery.dispatch;

import dev.taskping.relay.channel.spi.ChannelType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is measured in the database, and so the same on every replica: how much waits, which lanes fail, which channels
 * cannot be used. By kind of channel; what waits for a channel that is not registered has a kind of its own.
 */
@ApplicationScoped
class ChannelMetrics {

    static final String UNREGISTERED = "unregistered";

    private static final List<String> GAUGES = List.of(
            "taskping.outbox.depth",
            "taskping.outbox.oldest.seconds",
            "taskping.lanes.failing",
            "taskping.channels",
            "taskping.channels.not.ready",
            "taskping.channels.in.trouble");

    private final Jdbi jdbi;
    private final Map<String, AtomicLong> values = new HashMap<>();

    ChannelMetrics(MeterRegistry registry, Jdbi jdbi) {
        this.jdbi = jdbi;
        for (String gauge : GAUGES) {
            kinds().forEach(kind -> {
                AtomicLong value = new AtomicLong();
                values.put(gauge + kind, value);
                registry.gauge(gauge, Tags.of("channel", kind), value);
            });
        }
    }

    @Scheduled(every = "10s", delayed = "1s")
    void measure() {
        jdbi.useHandle(handle -> {
            read(
                    handle,
                    """
                    SELECT coalesce(c.type, 'unregistered') AS kind, count(*) AS "taskping.outbox.depth",
                        CASE WHEN c.type IS NULL THEN 0 ELSE extract(epoch FROM now() - min(d.tried_since))::bigint END
                            AS "taskping.outbox.oldest.seconds"
                    FROM delivery d JOIN channel c ON c.id = d.channel_id
                    WHERE d.state = 'pending' GROUP BY c.type
                    """,
                    "taskping.outbox.depth",
                    "taskping.outbox.oldest.seconds");
            read(
                    handle,
                    """
                    SELECT type AS kind, count(*) AS "taskping.lanes.failing" FROM lane
                    WHERE failing_since IS NOT NULL GROUP BY type
                    """,
                    "taskping.lanes.failing");
            read(
                    handle,
                    """
                    SELECT type AS kind, count(*) AS "taskping.channels",
                        count(*) FILTER (WHERE NOT ready) AS "taskping.channels.not.ready",
                        count(*) FILTER (WHERE trouble_reason IS NOT NULL) AS "taskping.channels.in.trouble"
                    FROM channel WHERE settings_sealed IS NOT NULL GROUP BY type
                    """,
                    "taskping.channels",
                    "taskping.channels.not.ready",
                    "taskping.channels.in.trouble");
        });
    }

    /** One row a kind, one column a gauge; a kind without a row has none of it. */
    private void read(Handle handle, String sql, String... gauges) {
        Map<String, Long> found = new HashMap<>();
        handle.createQuery(sql)
                .map((row, context) -> {
                    for (String gauge : gauges) {
                        found.put(gauge + row.getString("kind"), row.getLong(gauge));
                    }
                    return row;
                })
                .list();
        for (String gauge : gauges) {
            kinds().forEach(kind ->
                    values.getOrDefault(gauge + kind, new AtomicLong()).set(found.getOrDefault(gauge + kind, 0L)));
        }
    }

    private static Stream<String> kinds() {
        return Stream.concat(Stream.of(ChannelType.values()).map(ChannelType::id), Stream.of(UNREGISTERED));
    }
}

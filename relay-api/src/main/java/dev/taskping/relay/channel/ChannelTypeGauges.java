package dev.taskping.relay.channel;

import dev.taskping.relay.channel.spi.ChannelType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Gauges that are measured in the database, and so the same on every replica: one series for each kind of channel. */
public final class ChannelTypeGauges {

    /** The label of channels that are not registered. */
    public static final String UNREGISTERED = "unregistered";

    private final List<ChannelType> types;
    private final Map<String, AtomicLong> values = new HashMap<>();

    /**
     * Registers the series of all kinds, each zero until it is read.
     *
     * @param types the kinds of channels
     * @param gauges their names
     */
    public ChannelTypeGauges(MeterRegistry registry, List<ChannelType> types, List<String> gauges) {
        this.types = types;
        for (String gauge : gauges) {
            kinds().forEach(kind -> {
                AtomicLong value = new AtomicLong();
                values.put(gauge + kind, value);
                registry.gauge(gauge, Tags.of("channel", kind), value);
            });
        }
    }

    /**
     * Sets gauges from a query's rows.
     *
     * @param sql one row a {@code kind}, one column for each gauge, named like it; a kind without a row has none of it
     */
    public void read(Handle handle, String sql, String... gauges) {
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

    private Stream<String> kinds() {
        return Stream.concat(types.stream().map(ChannelType::id), Stream.of(UNREGISTERED));
    }
}

package dev.taskping.operator.configuration;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The operator SDK's metrics, by controller. The default of its Quarkus extension is some 78 series for each object, with the
 * object's name, that are never removed: thousands of objects fill the heap, and whoever reads the metrics reads their names.
 */
@ApplicationScoped
class ControllerMetrics {

    private static final String PREFIX = "operator.sdk.";

    /** Counts the retries since an object last worked: without an end while it fails. */
    private static final String RETRY_NUMBER = "reconciliations.retries.number";

    @Produces
    @Singleton
    Metrics metrics(MeterRegistry meters) {
        return MicrometerMetrics.withoutPerResourceMetrics(meters);
    }

    @Produces
    @Singleton
    MeterFilter withoutRetryNumber() {
        return MeterFilter.ignoreTags(RETRY_NUMBER);
    }

    @Produces
    @Singleton
    MeterFilter withoutBuckets() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().startsWith(PREFIX)
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(false)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
}

package dev.taskping.bench;

import dev.taskping.testkit.testbed.TestBedSettings;
import java.util.List;
import java.util.Optional;

/**
 * The options that operator and relay run with: the chart's, or those in {@code BENCH_OPERATOR_OPTIONS} and
 * {@code BENCH_RELAY_OPTIONS}, to compare.
 */
final class JvmOptions {

    private JvmOptions() {}

    /** One relay and one operator. */
    static TestBedSettings settings() {
        TestBedSettings chart = TestBedSettings.of(1, 1, Bench.LOGS);
        return new TestBedSettings(
                chart.relays(),
                chart.operators(),
                chart.proxied(),
                options("BENCH_RELAY_OPTIONS", chart.relayOptions()),
                options("BENCH_OPERATOR_OPTIONS", chart.operatorOptions()),
                chart.relayEnvironment(),
                chart.operatorEnvironment(),
                chart.logs());
    }

    private static List<String> options(String variable, List<String> normal) {
        return Optional.ofNullable(System.getenv(variable))
                .map(options -> List.of(options.split(" ", -1)))
                .orElse(normal);
    }
}

package dev.taskping.bench.scenario;

import dev.taskping.bench.report.Latencies;
import dev.taskping.bench.report.Table;

/** TaskPing beside the bare loop. */
final class LatencyTable {

    static final String FLOOR = "bare watch-and-POST";
    static final String TASKPING = "TaskPing";

    private final Table table;

    LatencyTable(String title) {
        table = new Table(
                title,
                "milliseconds from the status write's return",
                "p50",
                "p99",
                "slowest",
                "drained",
                "lost",
                "doubled",
                "writes/s");
    }

    LatencyTable row(String who, Latencies latencies, int doubled, double writesPerSecond) {
        table.row(
                who,
                latencies.p50(),
                latencies.p99(),
                latencies.slowest(),
                latencies.drained(),
                latencies.lost(),
                doubled,
                Math.rint(writesPerSecond));
        return this;
    }

    Table table() {
        return table;
    }
}

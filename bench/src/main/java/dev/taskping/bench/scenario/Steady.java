package dev.taskping.bench.scenario;

import dev.taskping.bench.Installation;
import dev.taskping.bench.Size;
import dev.taskping.bench.Sizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.load.Endings;
import dev.taskping.bench.load.Receiver;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Latencies;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import java.time.Duration;
import java.util.List;

/**
 * 200 Jobs end each second, each at its time whatever became of the others (an open loop). The Jobs were created before. The
 * bare loop is measured alone for a third of the time, then TaskPing alone.
 */
public final class Steady implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STRETCH = Duration.ofSeconds(3);
    /** A writer that is later than this did not hold the pace. */
    private static final Duration LATE = Duration.ofMillis(250);

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public void run(Sizes sizes, Report report) {
        int rate = sizes.of(Size.STEADY_RATE);
        int count = rate * sizes.of(Size.STEADY_SECONDS);
        try (Installation installation = Installation.start()) {
            LatencyTable table = new LatencyTable(rate + " Jobs/s ending, " + sizes.of(Size.STEADY_SECONDS) + " s");
            Latencies floor = installation.withFloorAlone(receiver -> {
                List<BenchJob> jobs = installation.writer().create(Installation.FLOOR_NAMESPACE, "steady", count / 3);
                Endings endings = ended(installation, jobs, rate, receiver);
                return row(LatencyTable.FLOOR, endings, receiver, table, report);
            });
            installation.warmUp();
            List<BenchJob> jobs = installation.writer().create(Installation.NAMESPACE, "steady", count);
            Receiver receiver = installation.receiver();
            Endings endings =
                    installation.accounted(report, "steady", count, () -> ended(installation, jobs, rate, receiver));
            Latencies taskPing = row(LatencyTable.TASKPING, endings, receiver, table, report);
            report.add(table.table());
            report.add(stretches(endings, receiver));
            report.hold(Budget.STEADY_P50, taskPing.p50(), floor.p50());
            report.hold(Budget.STEADY_P99, taskPing.p99(), floor.p99());
            report.hold(
                    Budget.STEADY_LOST,
                    taskPing.lost() + installation.receiver().doubled());
        }
    }

    private static Endings ended(Installation installation, List<BenchJob> jobs, int rate, Receiver receiver) {
        Endings endings = installation.writer().end(jobs, rate);
        receiver.missing(endings.written().keySet(), PATIENCE);
        return endings;
    }

    private static Latencies row(String who, Endings endings, Receiver receiver, LatencyTable table, Report report) {
        Latencies latencies = Latencies.of(endings.written(), receiver.firstHeard());
        table.row(who, latencies, receiver.doubled(), endings.rate());
        if (endings.late().compareTo(LATE) > 0) {
            report.remark(who + ": the writers could not hold the pace; one wrote "
                    + endings.late().toMillis() + " ms after its time");
        }
        return latencies;
    }

    /** When within the run the slow ones are. */
    private static Table stretches(Endings endings, Receiver receiver) {
        Table table = new Table("steady: Jobs by when they ended, milliseconds", "from second", "Jobs", "p50", "p99");
        Latencies.over(STRETCH, endings.written(), receiver.firstHeard())
                .forEach((beginning, latencies) ->
                        table.row(beginning.toSeconds(), latencies.count(), latencies.p50(), latencies.p99()));
        return table;
    }
}

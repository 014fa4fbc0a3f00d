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
import java.time.Duration;
import java.util.List;

/** 1,000 Jobs end at once: as fast as the API server takes the writes. The bare loop and TaskPing are measured in turn. */
public final class Burst implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "burst";
    }

    @Override
    public void run(Sizes sizes, Report report) {
        int count = sizes.of(Size.BURST_JOBS);
        try (Installation installation = Installation.start()) {
            LatencyTable table = new LatencyTable(count + " Jobs ending at once");
            Latencies floor = installation.withFloorAlone(receiver -> {
                List<BenchJob> jobs = installation.writer().create(Installation.FLOOR_NAMESPACE, "burst", count);
                Endings endings = installation.writer().end(jobs);
                return measured(LatencyTable.FLOOR, endings, receiver, table);
            });
            installation.warmUp();
            List<BenchJob> jobs = installation.writer().create(Installation.NAMESPACE, "burst", count);
            Latencies taskPing = installation.accounted(report, "burst", count, () -> {
                Endings endings = installation.writer().end(jobs);
                return measured(LatencyTable.TASKPING, endings, installation.receiver(), table);
            });
            report.add(table.table());
            report.hold(Budget.BURST_DRAINED, taskPing.drained(), floor.drained());
            report.hold(
                    Budget.BURST_LOST, taskPing.lost() + installation.receiver().doubled());
        }
    }

    private static Latencies measured(String who, Endings endings, Receiver receiver, LatencyTable table) {
        receiver.missing(endings.written().keySet(), PATIENCE);
        Latencies latencies = Latencies.of(endings.written(), receiver.firstHeard());
        table.row(who, latencies, receiver.doubled(), endings.rate());
        return latencies;
    }
}

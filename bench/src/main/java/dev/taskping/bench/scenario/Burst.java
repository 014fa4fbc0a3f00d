package dev.taskping.bench.scenario;

import dev.taskping.bench.BenchInstallation;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.load.EndedJobs;
import dev.taskping.bench.load.WebhookReceiver;
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
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int count = scenarioSizes.of(ScenarioSize.BURST_JOBS);
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            LatencyTable table = new LatencyTable(count + " Jobs ending at once");
            Latencies floor = benchInstallation.withFloorAlone(webhookReceiver -> {
                List<BenchJob> jobs =
                        benchInstallation.writer().create(BenchInstallation.FLOOR_NAMESPACE, "burst", count);
                EndedJobs endedJobs = benchInstallation.writer().end(jobs);
                return measured(LatencyTable.FLOOR, endedJobs, webhookReceiver, table);
            });
            benchInstallation.warmUp();
            List<BenchJob> jobs = benchInstallation.writer().create(BenchInstallation.NAMESPACE, "burst", count);
            Latencies taskPing = benchInstallation.accounted(report, "burst", count, () -> {
                EndedJobs endedJobs = benchInstallation.writer().end(jobs);
                return measured(LatencyTable.TASKPING, endedJobs, benchInstallation.receiver(), table);
            });
            report.add(table.table());
            report.hold(Budget.BURST_DRAINED, taskPing.drained(), floor.drained());
            report.hold(
                    Budget.BURST_LOST,
                    taskPing.lost() + benchInstallation.receiver().doubled());
        }
    }

    private static Latencies measured(
            String who, EndedJobs endedJobs, WebhookReceiver webhookReceiver, LatencyTable table) {
        webhookReceiver.missing(endedJobs.written().keySet(), PATIENCE);
        Latencies latencies = Latencies.of(endedJobs.written(), webhookReceiver.firstHeard());
        table.row(who, latencies, webhookReceiver.doubled(), endedJobs.rate());
        return latencies;
    }
}

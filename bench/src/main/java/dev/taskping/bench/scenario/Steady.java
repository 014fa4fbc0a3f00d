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
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int rate = scenarioSizes.of(ScenarioSize.STEADY_RATE);
        int count = rate * scenarioSizes.of(ScenarioSize.STEADY_SECONDS);
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            LatencyTable table =
                    new LatencyTable(rate + " Jobs/s ending, " + scenarioSizes.of(ScenarioSize.STEADY_SECONDS) + " s");
            Latencies floor = benchInstallation.withFloorAlone(webhookReceiver -> {
                List<BenchJob> jobs =
                        benchInstallation.writer().create(BenchInstallation.FLOOR_NAMESPACE, "steady", count / 3);
                EndedJobs endedJobs = ended(benchInstallation, jobs, rate, webhookReceiver);
                return row(LatencyTable.FLOOR, endedJobs, webhookReceiver, table, report);
            });
            benchInstallation.warmUp();
            List<BenchJob> jobs = benchInstallation.writer().create(BenchInstallation.NAMESPACE, "steady", count);
            WebhookReceiver webhookReceiver = benchInstallation.receiver();
            EndedJobs endedJobs = benchInstallation.accounted(
                    report, "steady", count, () -> ended(benchInstallation, jobs, rate, webhookReceiver));
            Latencies taskPing = row(LatencyTable.TASKPING, endedJobs, webhookReceiver, table, report);
            report.add(table.table());
            report.add(stretches(endedJobs, webhookReceiver));
            report.hold(Budget.STEADY_P50, taskPing.p50(), floor.p50());
            report.hold(Budget.STEADY_P99, taskPing.p99(), floor.p99());
            report.hold(
                    Budget.STEADY_LOST,
                    taskPing.lost() + benchInstallation.receiver().doubled());
        }
    }

    private static EndedJobs ended(
            BenchInstallation benchInstallation, List<BenchJob> jobs, int rate, WebhookReceiver webhookReceiver) {
        EndedJobs endedJobs = benchInstallation.writer().end(jobs, rate);
        webhookReceiver.missing(endedJobs.written().keySet(), PATIENCE);
        return endedJobs;
    }

    private static Latencies row(
            String who, EndedJobs endedJobs, WebhookReceiver webhookReceiver, LatencyTable table, Report report) {
        Latencies latencies = Latencies.of(endedJobs.written(), webhookReceiver.firstHeard());
        table.row(who, latencies, webhookReceiver.doubled(), endedJobs.rate());
        if (endedJobs.late().compareTo(LATE) > 0) {
            report.remark(who + ": the writers could not hold the pace; one wrote "
                    + endedJobs.late().toMillis() + " ms after its time");
        }
        return latencies;
    }

    /** When within the run the slow ones are. */
    private static Table stretches(EndedJobs endedJobs, WebhookReceiver webhookReceiver) {
        Table table = new Table("steady: Jobs by when they ended, milliseconds", "from second", "Jobs", "p50", "p99");
        Latencies.over(STRETCH, endedJobs.written(), webhookReceiver.firstHeard())
                .forEach((beginning, latencies) ->
                        table.row(beginning.toSeconds(), latencies.count(), latencies.p50(), latencies.p99()));
        return table;
    }
}

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
import java.util.Collection;
import java.util.List;

/** The receiver answers 503 while 1,000 Jobs end, evenly spread over 20 s, and works again after the last one. */
public final class ReceiverOutage implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The bare loop never tries again; what is under way needs no longer than this. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(2);

    /**
     * What became of the messages.
     *
     * @param lost not heard of within minutes
     * @param drained milliseconds from the recovery to the last message
     */
    private record Recovery(int lost, double drained) {}

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int count = scenarioSizes.of(ScenarioSize.OUTAGE_JOBS);
        int seconds = scenarioSizes.of(ScenarioSize.OUTAGE_SECONDS);
        double rate = (double) count / seconds;
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            Table table = new Table(
                    "Receiver answers 503 for " + seconds + " s while " + count + " Jobs end",
                    "",
                    "lost",
                    "doubled",
                    "refused",
                    "drained ms");
            int floorLost = benchInstallation.withFloorAlone(webhookReceiver -> {
                List<BenchJob> jobs =
                        benchInstallation.writer().create(BenchInstallation.FLOOR_NAMESPACE, "outage", count);
                EndedJobs endedJobs =
                        outage(webhookReceiver, () -> benchInstallation.writer().end(jobs, rate));
                webhookReceiver.missing(endedJobs.written().keySet(), ON_THE_WAY);
                Latencies heard = Latencies.of(endedJobs.written(), webhookReceiver.firstHeard());
                table.row(LatencyTable.FLOOR, heard.lost(), webhookReceiver.doubled(), webhookReceiver.refused(), "-");
                return heard.lost();
            });
            benchInstallation.warmUp();
            List<BenchJob> jobs = benchInstallation.writer().create(BenchInstallation.NAMESPACE, "outage", count);
            WebhookReceiver webhookReceiver = benchInstallation.receiver();
            Recovery taskPing = benchInstallation.accounted(report, "outage", count, () -> {
                EndedJobs endedJobs =
                        outage(webhookReceiver, () -> benchInstallation.writer().end(jobs, rate));
                long recovered = System.nanoTime();
                int lost = webhookReceiver.missing(endedJobs.written().keySet(), PATIENCE);
                return new Recovery(
                        lost, (lastHeard(webhookReceiver, endedJobs.written().keySet()) - recovered) / 1e6);
            });
            table.row(
                    LatencyTable.TASKPING,
                    taskPing.lost,
                    webhookReceiver.doubled(),
                    webhookReceiver.refused(),
                    Math.rint(taskPing.drained));
            report.add(table);
            report.hold(Budget.OUTAGE_LOST, taskPing.lost, floorLost);
            report.hold(Budget.OUTAGE_DOUBLED, webhookReceiver.doubled());
            report.hold(Budget.OUTAGE_DRAINED, taskPing.drained);
        }
    }

    private interface Work {
        EndedJobs run();
    }

    private static EndedJobs outage(WebhookReceiver webhookReceiver, Work work) {
        webhookReceiver.setUnavailable(true);
        try {
            return work.run();
        } finally {
            webhookReceiver.setUnavailable(false);
        }
    }

    private static long lastHeard(WebhookReceiver webhookReceiver, Collection<String> uids) {
        return webhookReceiver.firstHeard().entrySet().stream()
                .filter(entry -> uids.contains(entry.getKey()))
                .mapToLong(java.util.Map.Entry::getValue)
                .max()
                .orElse(0);
    }
}

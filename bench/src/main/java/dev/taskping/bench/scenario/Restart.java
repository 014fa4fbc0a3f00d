package dev.taskping.bench.scenario;

import dev.taskping.bench.BenchInstallation;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.load.EndedJobs;
import dev.taskping.bench.load.JobWriter;
import dev.taskping.bench.load.WebhookReceiver;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The operator starts anew among 10,000 Jobs that it has told of, once after it was stopped and once after {@code kill -9}.
 * One more Job ends while no operator runs: when its message arrives, the operator has caught up.
 */
public final class Restart implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int SLICE = 2_500;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int count = scenarioSizes.of(ScenarioSize.RESTART_JOBS);
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            fill(benchInstallation, count);
            Table table = new Table(
                    "Restart of the operator with " + count + " finished Jobs",
                    "ended by",
                    "caught up s after the start",
                    "s after leading",
                    "messages again",
                    "resident MiB",
                    "at most");
            double stopped = restart(benchInstallation, "SIGTERM", table);
            long most = benchInstallation.operator().peakMebibytes();
            int repeated = benchInstallation.receiver().doubled();
            restart(benchInstallation, "kill -9", table);
            report.add(table);
            report.hold(
                    Budget.RESTART_REPEATED,
                    Math.max(repeated, benchInstallation.receiver().doubled()));
            report.hold(Budget.RESTART_CAUGHT_UP, stopped);
            report.hold(
                    Budget.RESTART_MEMORY,
                    Math.max(most, benchInstallation.operator().peakMebibytes()));
        }
    }

    private static void fill(BenchInstallation benchInstallation, int count) {
        for (int done = 0; done < count; done += SLICE) {
            int slice = Math.min(SLICE, count - done);
            EndedJobs endedJobs =
                    benchInstallation.writer().createEnded(BenchInstallation.NAMESPACE, "done-" + done, slice);
            benchInstallation.receiver().await(endedJobs.written().keySet(), PATIENCE);
        }
    }

    /** In seconds from the start to the message of the Job that ended meanwhile. */
    private static double restart(BenchInstallation benchInstallation, String how, Table table) {
        WebhookReceiver webhookReceiver = benchInstallation.receiver();
        String name = how.equals("SIGTERM") ? "after-stop" : "after-kill";
        List<BenchJob> missed =
                benchInstallation.writer().create(BenchInstallation.NAMESPACE, name, 1, JobWriter.Pods.ONE);
        int before = webhookReceiver.doubled();
        if (how.equals("SIGTERM")) {
            benchInstallation.operator().terminate();
        } else {
            benchInstallation.operator().kill();
        }
        String uid = missed.getFirst().uid();
        benchInstallation.writer().end(missed);
        String last = benchInstallation.leader();
        long began = System.nanoTime();
        benchInstallation.operator().start();
        Awaitility.await("a new leader")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !List.of("", last).contains(benchInstallation.leader()));
        long leading = System.nanoTime();
        webhookReceiver.await(List.of(uid), PATIENCE);
        long heard = webhookReceiver.firstHeard().getOrDefault(uid, 0L);
        pause(); // whatever would come a second time comes now
        table.row(
                how,
                seconds(heard - began),
                Math.max(0, seconds(heard - leading)),
                webhookReceiver.doubled() - before,
                benchInstallation.operator().residentMebibytes(),
                benchInstallation.operator().peakMebibytes());
        return seconds(heard - began);
    }

    private static void pause() {
        try {
            Thread.sleep(SILENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static double seconds(long nanoseconds) {
        return TimeUnit.NANOSECONDS.toMillis(nanoseconds) / 1000.0;
    }
}

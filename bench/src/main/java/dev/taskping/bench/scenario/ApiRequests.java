package dev.taskping.bench.scenario;

import dev.taskping.bench.BenchInstallation;
import dev.taskping.bench.RequestCounts;
import dev.taskping.bench.RequestCounts.Kind;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What the API server is asked while Jobs end that have a pod with a log: its own counters, less what the benchmark itself
 * writes, which is one patch of each Job's status. What it asks itself (its leases, its own controllers) is measured before,
 * with no Jobs ending.
 */
public final class ApiRequests implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int PACE = 100;

    /**
     * Written once a second at most, however many Jobs end: the counters of a NotifiedTask, the operator's Lease, and the API
     * server's own address.
     */
    private static final Set<String> NOT_BY_JOB = Set.of("notifiedtasks/status", "leases", "endpoints");

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int count = scenarioSizes.of(ScenarioSize.CALLS_JOBS);
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            benchInstallation.warmUp();
            List<BenchJob> jobs = benchInstallation.writer().create(BenchInstallation.NAMESPACE, "calls", count);
            settle();
            RequestCounts quietBefore = RequestCounts.of(benchInstallation.client());
            settle();
            RequestCounts before = RequestCounts.of(benchInstallation.client());
            long began = System.nanoTime();
            benchInstallation
                    .receiver()
                    .await(benchInstallation.writer().end(jobs, PACE).written().keySet(), PATIENCE);
            RequestCounts after = RequestCounts.of(benchInstallation.client());
            double quietTimes = (double) (System.nanoTime() - began) / QUIET.toNanos();
            RequestCounts asked = after.minus(before, 1)
                    .minus(before.minus(quietBefore, 1), quietTimes)
                    .without("PATCH", "jobs/status", count);
            report(report, asked, count);
        }
    }

    private static void report(Report report, RequestCounts asked, int count) {
        Table table = new Table(
                "Requests while " + count + " Jobs end, " + PACE + "/s", "verb", "resource", "requests", "a Job");
        asked.each(
                (request, number) -> table.row(request.verb(), request.resource(), Math.rint(number), number / count));
        report.add(table);
        report.hold(Budget.READS, asked.total(Kind.READ, Set.of()) / count);
        report.hold(Budget.WRITES, asked.total(Kind.WRITE, NOT_BY_JOB) / count);
        report.remark("Not counted as writes for a Job, because they come once a second at most: "
                + String.join(", ", NOT_BY_JOB.stream().sorted().toList()));
    }

    private static void settle() {
        try {
            Thread.sleep(QUIET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}

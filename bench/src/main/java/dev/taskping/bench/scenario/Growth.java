package dev.taskping.bench.scenario;

import dev.taskping.bench.BenchInstallation;
import dev.taskping.bench.ScenarioSize;
import dev.taskping.bench.ScenarioSizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.load.EndedJobs;
import dev.taskping.bench.report.Budget;
import dev.taskping.bench.report.Report;
import dev.taskping.bench.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a Job costs when 1,000, 10,000 and 50,000 Jobs are there: the last 1,000 before each size are created with their pods,
 * run and end under the clock. The others are told of as well, but without pods. A namespace holds 1,000 Jobs.
 */
public final class Growth implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private int namespaces;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void run(ScenarioSizes scenarioSizes, Report report) {
        int most = scenarioSizes.of(ScenarioSize.GROWTH_JOBS);
        int sample = scenarioSizes.of(ScenarioSize.GROWTH_SAMPLE);
        Table table = new Table(
                "What a Job costs as Jobs become more (created, started, ended)",
                "Jobs there",
                "operator CPU ms a Job",
                "relay CPU ms a Job",
                "operator MiB",
                "relay MiB");
        List<Double> costs = new ArrayList<>();
        try (BenchInstallation benchInstallation = BenchInstallation.start()) {
            benchInstallation.warmUp();
            int there = 0;
            for (int size : List.of(most / 50, most / 5, most)) {
                while (there < size - sample) {
                    int more = Math.min(sample, size - sample - there);
                    fill(benchInstallation, more);
                    there += more;
                }
                costs.add(measure(benchInstallation, sample, size, table, report));
                there = Math.max(there, size);
            }
        }
        report.add(table);
        report.hold(Budget.GROWTH, costs.getLast() / costs.getFirst());
    }

    private void fill(BenchInstallation benchInstallation, int count) {
        String namespace = newNamespace(benchInstallation);
        EndedJobs endedJobs = benchInstallation.writer().createEnded(namespace, "done", count);
        benchInstallation.receiver().await(endedJobs.written().keySet(), PATIENCE);
    }

    private double measure(BenchInstallation benchInstallation, int sample, int size, Table table, Report report) {
        String namespace = newNamespace(benchInstallation);
        double operator = milliseconds(benchInstallation.operator().processorTime());
        double relay = milliseconds(benchInstallation.relay().processorTime());
        benchInstallation.accounted(report, "growth to " + size, sample, () -> {
            List<BenchJob> jobs = benchInstallation.writer().create(namespace, "sample", sample);
            EndedJobs endedJobs = benchInstallation.writer().end(jobs);
            benchInstallation.receiver().await(endedJobs.written().keySet(), PATIENCE);
            return endedJobs;
        });
        double cost = (milliseconds(benchInstallation.operator().processorTime()) - operator) / sample;
        table.row(
                size,
                cost,
                (milliseconds(benchInstallation.relay().processorTime()) - relay) / sample,
                benchInstallation.operator().residentMebibytes(),
                benchInstallation.relay().residentMebibytes());
        return cost;
    }

    private String newNamespace(BenchInstallation benchInstallation) {
        String namespace = "growth-" + namespaces++;
        benchInstallation.watch(namespace);
        return namespace;
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}

package dev.taskping.bench.scenario;

import dev.taskping.bench.Installation;
import dev.taskping.bench.Size;
import dev.taskping.bench.Sizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.load.Endings;
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
    public void run(Sizes sizes, Report report) {
        int most = sizes.of(Size.GROWTH_JOBS);
        int sample = sizes.of(Size.GROWTH_SAMPLE);
        Table table = new Table(
                "What a Job costs as Jobs become more (created, started, ended)",
                "Jobs there",
                "operator CPU ms a Job",
                "relay CPU ms a Job",
                "operator MiB",
                "relay MiB");
        List<Double> costs = new ArrayList<>();
        try (Installation installation = Installation.start()) {
            installation.warmUp();
            int there = 0;
            for (int size : List.of(most / 50, most / 5, most)) {
                while (there < size - sample) {
                    int more = Math.min(sample, size - sample - there);
                    fill(installation, more);
                    there += more;
                }
                costs.add(measure(installation, sample, size, table, report));
                there = Math.max(there, size);
            }
        }
        report.add(table);
        report.hold(Budget.GROWTH, costs.getLast() / costs.getFirst());
    }

    private void fill(Installation installation, int count) {
        String namespace = newNamespace(installation);
        Endings endings = installation.writer().createEnded(namespace, "done", count);
        installation.receiver().await(endings.written().keySet(), PATIENCE);
    }

    private double measure(Installation installation, int sample, int size, Table table, Report report) {
        String namespace = newNamespace(installation);
        double operator = milliseconds(installation.operator().processorTime());
        double relay = milliseconds(installation.relay().processorTime());
        installation.accounted(report, "growth to " + size, sample, () -> {
            List<BenchJob> jobs = installation.writer().create(namespace, "sample", sample);
            Endings endings = installation.writer().end(jobs);
            installation.receiver().await(endings.written().keySet(), PATIENCE);
            return endings;
        });
        double cost = (milliseconds(installation.operator().processorTime()) - operator) / sample;
        table.row(
                size,
                cost,
                (milliseconds(installation.relay().processorTime()) - relay) / sample,
                installation.operator().residentMebibytes(),
                installation.relay().residentMebibytes());
        return cost;
    }

    private String newNamespace(Installation installation) {
        String namespace = "growth-" + namespaces++;
        installation.watch(namespace);
        return namespace;
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}

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
import java.util.Collection;
import java.util.List;

/** The receiver answers 503 while 1,000 Jobs end, evenly spread over 20 s, and works again after the last one. */
public final class Outage implements Scenario {

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
    public void run(Sizes sizes, Report report) {
        int count = sizes.of(Size.OUTAGE_JOBS);
        int seconds = sizes.of(Size.OUTAGE_SECONDS);
        double rate = (double) count / seconds;
        try (Installation installation = Installation.start()) {
            Table table = new Table(
                    "Receiver answers 503 for " + seconds + " s while " + count + " Jobs end",
                    "",
                    "lost",
                    "doubled",
                    "refused",
                    "drained ms");
            int floorLost = installation.withFloorAlone(receiver -> {
                List<BenchJob> jobs = installation.writer().create(Installation.FLOOR_NAMESPACE, "outage", count);
                Endings endings = outage(receiver, () -> installation.writer().end(jobs, rate));
                receiver.missing(endings.written().keySet(), ON_THE_WAY);
                Latencies heard = Latencies.of(endings.written(), receiver.firstHeard());
                table.row(LatencyTable.FLOOR, heard.lost(), receiver.doubled(), receiver.refused(), "-");
                return heard.lost();
            });
            installation.warmUp();
            List<BenchJob> jobs = installation.writer().create(Installation.NAMESPACE, "outage", count);
            Receiver receiver = installation.receiver();
            Recovery taskPing = installation.accounted(report, "outage", count, () -> {
                Endings endings = outage(receiver, () -> installation.writer().end(jobs, rate));
                long recovered = System.nanoTime();
                int lost = receiver.missing(endings.written().keySet(), PATIENCE);
                return new Recovery(lost, (lastHeard(receiver, endings.written().keySet()) - recovered) / 1e6);
            });
            table.row(
                    LatencyTable.TASKPING,
                    taskPing.lost,
                    receiver.doubled(),
                    receiver.refused(),
                    Math.rint(taskPing.drained));
            report.add(table);
            report.hold(Budget.OUTAGE_LOST, taskPing.lost, floorLost);
            report.hold(Budget.OUTAGE_DOUBLED, receiver.doubled());
            report.hold(Budget.OUTAGE_DRAINED, taskPing.drained);
        }
    }

    private interface Work {
        Endings run();
    }

    private static Endings outage(Receiver receiver, Work work) {
        receiver.setUnavailable(true);
        try {
            return work.run();
        } finally {
            receiver.setUnavailable(false);
        }
    }

    private static long lastHeard(Receiver receiver, Collection<String> uids) {
        return receiver.firstHeard().entrySet().stream()
                .filter(entry -> uids.contains(entry.getKey()))
                .mapToLong(java.util.Map.Entry::getValue)
                .max()
                .orElse(0);
    }
}

package dev.taskping.bench.scenario;

import dev.taskping.bench.Installation;
import dev.taskping.bench.Size;
import dev.taskping.bench.Sizes;
import dev.taskping.bench.load.BenchJob;
import dev.taskping.bench.load.Endings;
import dev.taskping.bench.load.JobWriter;
import dev.taskping.bench.load.Receiver;
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
    public void run(Sizes sizes, Report report) {
        int count = sizes.of(Size.RESTART_JOBS);
        try (Installation installation = Installation.start()) {
            fill(installation, count);
            Table table = new Table(
                    "Restart of the operator with " + count + " finished Jobs",
                    "ended by",
                    "caught up s after the start",
                    "s after leading",
                    "messages again",
                    "resident MiB",
                    "at most");
            double stopped = restart(installation, "SIGTERM", table);
            long most = installation.operator().peakMebibytes();
            int repeated = installation.receiver().doubled();
            restart(installation, "kill -9", table);
            report.add(table);
            report.hold(
                    Budget.RESTART_REPEATED,
                    Math.max(repeated, installation.receiver().doubled()));
            report.hold(Budget.RESTART_CAUGHT_UP, stopped);
            report.hold(
                    Budget.RESTART_MEMORY,
                    Math.max(most, installation.operator().peakMebibytes()));
        }
    }

    private static void fill(Installation installation, int count) {
        for (int done = 0; done < count; done += SLICE) {
            int slice = Math.min(SLICE, count - done);
            Endings endings = installation.writer().createEnded(Installation.NAMESPACE, "done-" + done, slice);
            installation.receiver().await(endings.written().keySet(), PATIENCE);
        }
    }

    /** In seconds from the start to the message of the Job that ended meanwhile. */
    private static double restart(Installation installation, String how, Table table) {
        Receiver receiver = installation.receiver();
        String name = how.equals("SIGTERM") ? "after-stop" : "after-kill";
        List<BenchJob> missed = installation.writer().create(Installation.NAMESPACE, name, 1, JobWriter.Pods.ONE);
        int before = receiver.doubled();
        if (how.equals("SIGTERM")) {
            installation.operator().terminate();
        } else {
            installation.operator().kill();
        }
        String uid = missed.getFirst().uid();
        installation.writer().end(missed);
        String last = installation.leader();
        long began = System.nanoTime();
        installation.operator().start();
        Awaitility.await("a new leader")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !List.of("", last).contains(installation.leader()));
        long leading = System.nanoTime();
        receiver.await(List.of(uid), PATIENCE);
        long heard = receiver.firstHeard().getOrDefault(uid, 0L);
        pause(); // whatever would come a second time comes now
        table.row(
                how,
                seconds(heard - began),
                Math.max(0, seconds(heard - leading)),
                receiver.doubled() - before,
                installation.operator().residentMebibytes(),
                installation.operator().peakMebibytes());
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

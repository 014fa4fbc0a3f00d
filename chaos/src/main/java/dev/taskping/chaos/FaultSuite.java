package dev.taskping.chaos;

import dev.taskping.chaos.fault.FaultScenario;
import dev.taskping.chaos.reply.ReplyReport;
import dev.taskping.chaos.reply.ReplyRow;
import dev.taskping.testkit.testbed.Supervisor;
import dev.taskping.testkit.testbed.TestBed;
import dev.taskping.testkit.testbed.TestBedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plays rows one after the other on one stand; after a row that did not come to rest, on a new one. */
final class FaultSuite {

    /** Two of each, so that one can take over from the other. */
    private static final int REPLICAS = 2;

    private final Path logs;
    private final Consumer<RowReport> reader;

    FaultSuite(Path logs, Consumer<RowReport> reader) {
        this.logs = logs;
        this.reader = reader;
    }

    /** What a suite is made of: the faults, for each seed in turn. */
    static List<FaultRow> rows(
            List<FaultScenario> faults, List<Long> seeds, int jobs, double jobsPerSecond, Duration shortest) {
        List<FaultRow> rows = new ArrayList<>();
        for (long seed : seeds) {
            for (FaultScenario faultScenario : faults) {
                int count = jobs * faultScenario.share();
                Duration window = Duration.ofMillis((long) (count / (jobsPerSecond * faultScenario.pace()) * 1_000));
                rows.add(new FaultRow(
                        faultScenario,
                        seed,
                        count,
                        window.compareTo(shortest) < 0 ? shortest : window,
                        Duration.ofMinutes(2)));
            }
        }
        return rows;
    }

    List<RowReport> play(List<FaultRow> rows) {
        List<RowReport> reports = new ArrayList<>();
        while (reports.size() < rows.size()) {
            try (TestBed testBed = TestBed.start(settings(logs))) {
                Supervisor supervisor = testBed.supervise();
                boolean usable = true;
                while (usable && reports.size() < rows.size()) {
                    RowReport report = rows.get(reports.size()).play(testBed, supervisor, reports.size());
                    reports.add(report);
                    reader.accept(report);
                    usable = report.settled();
                }
            }
        }
        return reports;
    }

    /** Plays rows of answers, each on a stand of its own. */
    static List<ReplyReport> playAnswers(Path logs, List<ReplyRow> rows, Consumer<ReplyReport> reader) {
        List<ReplyReport> reports = new ArrayList<>();
        for (ReplyRow row : rows) {
            try (TestBed testBed = TestBed.start(settings(logs))) {
                ReplyReport report = row.play(testBed, testBed.supervise());
                reports.add(report);
                reader.accept(report);
            }
        }
        return reports;
    }

    /** Time-outs in seconds where an installation has minutes, so that a row is over in less than one. */
    private static TestBedSettings settings(Path logs) {
        return TestBedSettings.of(REPLICAS, REPLICAS, logs)
                .withProxies()
                .withRelay("TASKPING_OUTBOX_SEND_TIMEOUT", "15s")
                .withRelay("TASKPING_OUTBOX_LEASE", "8s")
                .withRelay("TASKPING_TELEGRAM_INBOUND", "off")
                .withRelay("TASKPING_GUARD_REQUESTS_PER_PERSON", "100000") // one machine answers for a thousand people
                .withRelay("TASKPING_GUARD_REQUESTS_PER_WORKSPACE", "100000")
                .withOperator("TASKPING_RELAY_COMPARISON_INTERVAL", "10s");
    }
}

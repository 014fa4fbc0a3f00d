package dev.taskping.chaos;

import dev.taskping.chaos.answer.AnswerReport;
import dev.taskping.chaos.answer.AnswerRow;
import dev.taskping.chaos.fault.Fault;
import dev.taskping.testkit.stand.Stand;
import dev.taskping.testkit.stand.StandSettings;
import dev.taskping.testkit.stand.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plays rows one after the other on one stand; after a row that did not come to rest, on a new one. */
final class Suite {

    /** Two of each, so that one can take over from the other. */
    private static final int REPLICAS = 2;

    private final Path logs;
    private final Consumer<RowReport> reader;

    Suite(Path logs, Consumer<RowReport> reader) {
        this.logs = logs;
        this.reader = reader;
    }

    /** What a suite is made of: the faults, for each seed in turn. */
    static List<Row> rows(List<Fault> faults, List<Long> seeds, int jobs, double jobsPerSecond, Duration shortest) {
        List<Row> rows = new ArrayList<>();
        for (long seed : seeds) {
            for (Fault fault : faults) {
                int count = jobs * fault.share();
                Duration window = Duration.ofMillis((long) (count / (jobsPerSecond * fault.pace()) * 1_000));
                rows.add(new Row(
                        fault, seed, count, window.compareTo(shortest) < 0 ? shortest : window, Duration.ofMinutes(2)));
            }
        }
        return rows;
    }

    List<RowReport> play(List<Row> rows) {
        List<RowReport> reports = new ArrayList<>();
        while (reports.size() < rows.size()) {
            try (Stand stand = Stand.start(settings(logs))) {
                Supervisor supervisor = stand.supervise();
                boolean usable = true;
                while (usable && reports.size() < rows.size()) {
                    RowReport report = rows.get(reports.size()).play(stand, supervisor, reports.size());
                    reports.add(report);
                    reader.accept(report);
                    usable = report.settled();
                }
            }
        }
        return reports;
    }

    /** Plays rows of answers, each on a stand of its own. */
    static List<AnswerReport> playAnswers(Path logs, List<AnswerRow> rows, Consumer<AnswerReport> reader) {
        List<AnswerReport> reports = new ArrayList<>();
        for (AnswerRow row : rows) {
            try (Stand stand = Stand.start(settings(logs))) {
                AnswerReport report = row.play(stand, stand.supervise());
                reports.add(report);
                reader.accept(report);
            }
        }
        return reports;
    }

    /** Time-outs in seconds where an installation has minutes, so that a row is over in less than one. */
    private static StandSettings settings(Path logs) {
        return StandSettings.of(REPLICAS, REPLICAS, logs)
                .withProxies()
                .withRelay("TASKPING_OUTBOX_SEND_TIMEOUT", "15s")
                .withRelay("TASKPING_OUTBOX_LEASE", "8s")
                .withRelay("TASKPING_TELEGRAM_INBOUND", "off")
                .withRelay("TASKPING_GUARD_REQUESTS_PER_PERSON", "100000") // one machine answers for a thousand people
                .withRelay("TASKPING_GUARD_REQUESTS_PER_WORKSPACE", "100000")
                .withOperator("TASKPING_RELAY_COMPARISON_INTERVAL", "10s");
    }
}

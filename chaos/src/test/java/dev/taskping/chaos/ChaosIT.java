package dev.taskping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.chaos.fault.FaultScenario;
import dev.taskping.chaos.reply.ReplyReport;
import dev.taskping.chaos.reply.ReplyRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The fault suite in short: whatever happens to relay, PostgreSQL, API server and providers, with few Jobs. Operators that
 * are killed have {@code ResilienceIT}; {@code make chaos} plays every row, longer, and at moments of any seed.
 */
class ChaosIT {

    private static final List<FaultScenario> FAULTS = List.of(
            FaultScenario.NONE,
            FaultScenario.RELAY_KILL,
            FaultScenario.POSTGRESQL_KILL,
            FaultScenario.CUT_RELAY_PROVIDERS,
            FaultScenario.PROVIDERS_429,
            FaultScenario.PROVIDERS_500,
            FaultScenario.PROVIDERS_HANG,
            FaultScenario.PROVIDERS_RESET,
            FaultScenario.PROVIDERS_TAKE_AND_RESET);

    private static final long SEED = 11;
    private static final int JOBS = 15;
    private static final double JOBS_PER_SECOND = 12;
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    @Test
    void noEventIsLostOrDoubledWhateverFails() {
        List<FaultRow> rows = FaultSuite.rows(FAULTS, List.of(SEED), JOBS, JOBS_PER_SECOND, SHORTEST);

        List<RowReport> reports =
                new FaultSuite(Path.of("target"), report -> System.out.println(report.line())).play(rows);

        assertThat(reports).hasSameSizeAs(rows).allSatisfy(report -> assertThat(report.passed())
                .as("make chaos SEED=%d FAULT=%s\n%s", SEED, report.fault(), String.join("\n", report.remarks()))
                .isTrue());
    }

    /** The whole of it is {@code hack/chaos --answers 1000}. */
    @Test
    void everyAcceptedCommandBecomesOneLaunchAndOneJobWhateverFails() {
        ReplyRow row = new ReplyRow(SEED, 60, Duration.ofSeconds(20));

        ReplyReport report = FaultSuite.playAnswers(
                        Path.of("target"), List.of(row), answered -> System.out.println(answered.line()))
                .getFirst();

        assertThat(report.passed())
                .as("%s\n%s", report.line(), String.join("\n", report.faults()))
                .isTrue();
        assertThat(report.jobs()).isEqualTo(60);
    }
}

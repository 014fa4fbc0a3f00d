package dev.taskping.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.chaos.fault.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The fault suite in short: every row, with few Jobs, at moments that differ from run to run. */
class ChaosIT {

    private static final int JOBS = 15;
    private static final double JOBS_PER_SECOND = 12;
    private static final Duration SHORTEST = Duration.ofSeconds(4);

    @Test
    void nothingIsLostAndNothingIsToldTwiceWhoeverFails() {
        long seed = ThreadLocalRandom.current().nextLong(1, 100_000);
        List<Row> rows = Suite.rows(Arrays.asList(Fault.values()), List.of(seed), JOBS, JOBS_PER_SECOND, SHORTEST);

        List<RowReport> reports = new Suite(Path.of("target"), report -> System.out.println(report.line())).play(rows);

        assertThat(reports).hasSameSizeAs(rows).allSatisfy(report -> assertThat(report.passed())
                .as("make chaos SEED=%d FAULT=%s\n%s", seed, report.fault(), String.join("\n", report.remarks()))
                .isTrue());
    }
}

package dev.taskping.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make test} makes of reports as Surefire and Failsafe write them. */
class TestReportTest {

    @TempDir
    private Path folder;

    private void report(String module, String name) throws IOException {
        Path reports = Files.createDirectories(folder.resolve(module).resolve("target/failsafe-reports"));
        try (InputStream report = Objects.requireNonNull(getClass().getResourceAsStream("/suite/" + name + ".xml"))) {
            Files.copy(report, reports.resolve("TEST-" + name + ".xml"));
        }
    }

    private Script run() throws IOException, InterruptedException {
        return Script.run("test-report", "", folder);
    }

    @Test
    void passedTestsAreCounted() throws Exception {
        report("protocol", "passed");

        Script report = run();

        assertThat(report.exitCode()).isZero();
        assertThat(report.lastLine()).isEqualTo("3 passed, 0 failed");
        assertThat(report.output()).doesNotContain("FAILED", "FLAKY");
    }

    @Test
    void aTestThatPassesWhenItRunsOnceMoreIsFlakyAndCountedOnceAsPassed() throws Exception {
        report("protocol", "passed");
        report("operator", "flaky");

        Script report = run();

        assertThat(report.exitCode()).isZero();
        assertThat(report.lastLine()).isEqualTo("7 passed, 0 failed");
        assertThat(report.output())
                .contains(
                        """
                        FLAKY dev.taskping.operator.cluster.RetryIT.aRetryIsOneJob: Expecting actual: 1 to be equal to: 2
                          at dev.taskping.operator.cluster.RetryIT.aRetryIsOneJob(RetryIT.java:77)
                        FLAKY dev.taskping.operator.cluster.RetryIT.refuses(String)[2]: no answer <within> 40 s
                          at dev.taskping.operator.cluster.RetryIT.refuses(RetryIT.java:91)
                        """)
                .doesNotContain("FAILED");
    }

    @Test
    void aClassWhosePreparationFailsAtFirstIsFlakyAndNoTest() throws Exception {
        report("relay-api", "before-all-flaky");

        Script report = run();

        assertThat(report.exitCode()).isZero();
        assertThat(report.lastLine()).isEqualTo("2 passed, 0 failed");
        assertThat(report.output())
                .contains(
                        "FLAKY dev.taskping.relay.command.CommandLifeIT.(before or after all): Failed to start quarkus\n");
    }

    @Test
    void threeFlakyTestsAreAllowedAndFourAreNot() throws Exception {
        report("operator", "flaky");
        report("relay-api", "before-all-flaky");
        assertThat(run().exitCode()).isZero();

        report("e2e", "before-all-flaky");
        Script report = run();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.output()).contains("4 tests passed only when they ran once more; more than 3 fail the run\n");
        assertThat(report.lastLine()).isEqualTo("8 passed, 0 failed");
    }

    @Test
    void aTestThatFailsTwiceFailsTheRun() throws Exception {
        report("operator", "failed-twice");

        Script report = run();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.output())
                .endsWith(
                        """
                        FAILED dev.taskping.operator.cluster.LaunchIT$Inner.isOneJob: expected: 1 but was: 2
                          at dev.taskping.operator.cluster.LaunchIT$Inner.isOneJob(LaunchIT.java:64)
                        1 passed, 1 failed
                        """);
    }

    @Test
    void aClassThatCannotBePreparedOrClosedFailsTheRun() throws Exception {
        report("relay-api", "before-all-failed");
        report("relay-api", "after-all-failed");

        Script report = run();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.lastLine()).isEqualTo("1 passed, 2 failed");
        assertThat(report.output())
                .contains(
                        "FAILED dev.taskping.relay.command.ConfirmationsIT.(before or after all): Failed to start quarkus",
                        "FAILED dev.taskping.relay.BootIT.(before or after all): the database did not stop");
    }

    @Test
    void aSkippedTestFailsTheRun() throws Exception {
        report("relay-api", "skipped");

        Script report = run();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.output()).endsWith("\n1 skipped; nothing here may skip\n1 passed, 0 failed\n");
    }

    @Test
    void aReportThatBreaksOffFailsTheRun() throws Exception {
        report("protocol", "passed");
        report("relay-api", "truncated");

        Script report = run();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.output())
                .contains("TEST-truncated.xml cannot be read")
                .endsWith("3 passed, 0 failed\n");
    }

    @Test
    void noTestAtAllFailsTheRun() throws Exception {
        Script report = run();

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.output()).endsWith("\nno test ran\n0 passed, 0 failed\n");
    }

    @Test
    void theSlowestClassesComeFirst() throws Exception {
        report("protocol", "passed");
        report("operator", "failed-twice");
        report("relay-api", "before-all-flaky");

        assertThat(run().output())
                .startsWith(
                        """
                        The slowest classes, in seconds:
                           1033.2  operator.cluster.LaunchIT
                              7.4  relay.command.CommandLifeIT
                              0.4  protocol.event.TaskEventTest
                        """);
    }
}

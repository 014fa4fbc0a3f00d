package dev.taskping.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make test} shows of what Maven prints. */
class TestProgressTest {

    private static final String MAVEN =
            """
            [INFO] Scanning for projects...
            [INFO] --- compiler:3.14.1:compile (default-compile) @ taskping-operator ---
            [INFO] Nothing to compile - all classes are up to date.
            [INFO] --- surefire:3.5.4:test (default-test) @ taskping-operator ---
            [INFO] Running dev.taskping.operator.launch.GpuDemandTest
            [INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.105 s -- in dev.taskping.operator.launch.GpuDemandTest
            [INFO] --- failsafe:3.5.4:integration-test (default) @ taskping-operator ---
            [INFO] Running dev.taskping.operator.cluster.RetryIT
            2026-01-01T00:00:00.000Z WARN  [dev.taskping] what an application says
            [ERROR] Tests run: 4, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 12.34 s <<< FAILURE! -- in dev.taskping.operator.cluster.RetryIT
            [ERROR] dev.taskping.operator.cluster.RetryIT.aRetryIsOneJob -- Time elapsed: 1.5 s <<< FAILURE!
            org.opentest4j.AssertionFailedError:\s

            expected: 1
             but was: 2
            	at dev.taskping.operator.cluster.RetryIT.aRetryIsOneJob(RetryIT.java:77)
            [INFO] Running dev.taskping.operator.cluster.RetryIT
            [INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 2.00 s -- in dev.taskping.operator.cluster.RetryIT
            [INFO] BUILD SUCCESS
            """;

    @TempDir
    private Path folder;

    @Test
    void eachStepEachClassAndEachFailureIsALine() throws Exception {
        Path log = folder.resolve("maven.log");

        Script progress = Script.run("test-progress", MAVEN, log);

        assertThat(progress.exitCode()).isZero();
        assertThat(progress.output().lines().map(line -> line.replaceAll("^ *\\d+:\\d\\d  | +(?= )", "")))
                .containsExactly(
                        "operator: compiling",
                        "operator: unit tests",
                        " ok GpuDemandTest 0.1 s 1 test",
                        "operator: integration tests",
                        " FAILED RetryIT 12.3 s 4 tests, 1 failed",
                        " operator.cluster.RetryIT.aRetryIsOneJob:"
                                + " org.opentest4j.AssertionFailedError: expected: 1 but was: 2",
                        " ok RetryIT 2.0 s 1 test, once more");
        assertThat(log).hasContent(MAVEN);
    }
}

package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import dev.taskping.protocol.event.Result;
import dev.taskping.protocol.event.TaskAttempt;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobAttemptsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{backoffLimit: 3}                                  | {succeeded: 1}            | SUCCEEDED | 1 | 4",
                "{backoffLimit: 3}                                  | {succeeded: 1, failed: 1} | SUCCEEDED | 2 | 4",
                "{backoffLimit: 3, completions: 1, parallelism: 1}  | {failed: 4}               | FAILED    | 4 | 4",
                "{backoffLimit: 0}                                  | {failed: 1}               | FAILED    | 1 | 1",
                // Pods that were evicted count as failed and, by a pod failure policy, not against the limit.
                "{backoffLimit: 1}                                  | {succeeded: 1, failed: 4} | SUCCEEDED | 5 | 5",
                "{}                                                 | {failed: 2}               | FAILED    | 2 | -",
                // Past its deadline before any pod failed.
                "{backoffLimit: 3}                                  | {}                        | FAILED    | - | -",
                "{backoffLimit: 3, completions: 8, parallelism: 2}  | {succeeded: 8, failed: 1} | SUCCEEDED | - | -",
                "{backoffLimit: 3, parallelism: 2}                  | {failed: 4}               | FAILED    | - | -"
            })
    void attemptsAreCountedForJobsWithOnePod(
            String spec, String status, Result result, @Nullable Integer number, @Nullable Integer most) {
        Job job = Yaml.read("{metadata: {name: a}, spec: " + spec + ", status: " + status + "}", Job.class);
        assertThat(JobAttempts.of(job, result))
                .isEqualTo(number == null ? Optional.empty() : Optional.of(new TaskAttempt(number, most)));
    }
}

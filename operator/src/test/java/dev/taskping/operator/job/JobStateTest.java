package dev.taskping.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.job.JobState.Running;
import dev.taskping.operator.job.JobState.Waiting;
import dev.taskping.protocol.event.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobStateTest {

    private static final Instant AT = Instant.parse("2026-03-01T02:40:00Z");
    private static final String COMPLETE =
            "{type: Complete, status: 'True', reason: CompletionsReached, message: done, lastTransitionTime: '2026-03-01T02:40:01Z'}";
    private static final String FAILED =
            "{type: Failed, status: 'True', reason: DeadlineExceeded, message: late, lastTransitionTime: '2026-03-01T02:40:00Z'}";
    private static final String FAILURE_TARGET = FAILED.replace("type: Failed", "type: FailureTarget");
    private static final String SUCCESS_CRITERIA = COMPLETE.replace("type: Complete", "type: SuccessCriteriaMet");

    static Job job(String spec, String status) {
        return Yaml.read(
                "{apiVersion: batch/v1, kind: Job, metadata: {name: train}, spec: %s, status: %s}"
                        .formatted(spec, status),
                Job.class);
    }

    static Stream<Arguments> states() {
        String started = "startTime: '2026-03-01T02:40:00Z'";
        return Stream.of(
                Arguments.of("{}", "null", new Waiting()),
                Arguments.of("{}", "{}", new Waiting()),
                Arguments.of("{}", "{" + started + ", active: 2, ready: 0}", new Waiting()),
                Arguments.of("{}", "{" + started + ", active: 2, ready: 1}", new Running(AT)),
                Arguments.of("{}", "{" + started + ", active: 1, failed: 1}", new Running(AT)),
                Arguments.of("{suspend: true}", "{" + started + ", active: 0, ready: 1}", new Waiting()),
                Arguments.of("{suspend: true}", "{conditions: [{type: Suspended, status: 'True'}]}", new Waiting()),
                Arguments.of(
                        "{}",
                        "{completionTime: '2026-03-01T02:40:00Z', conditions: [" + SUCCESS_CRITERIA + "," + COMPLETE
                                + "]}",
                        new Ended(Result.SUCCEEDED, "CompletionsReached", "done", AT)),
                Arguments.of(
                        "{}",
                        "{conditions: [" + FAILURE_TARGET + "," + FAILED + "]}",
                        new Ended(Result.FAILED, "DeadlineExceeded", "late", AT)),
                Arguments.of(
                        "{}", "{" + started + ", ready: 1, conditions: [" + FAILURE_TARGET + "]}", new Running(AT)),
                Arguments.of("{}", "{conditions: [" + SUCCESS_CRITERIA + "]}", new Waiting()),
                Arguments.of("{}", "{conditions: [" + COMPLETE.replace("'True'", "'False'") + "]}", new Waiting()),
                Arguments.of(
                        "{}",
                        "{conditions: [{type: Complete, status: 'True', lastTransitionTime: '2026-03-01T02:40:00Z'}]}",
                        new Ended(Result.SUCCEEDED, "Completed", null, AT)));
    }

    @ParameterizedTest
    @MethodSource("states")
    void stateFollowsFromTheStatus(String spec, String status, JobState expected) {
        assertThat(JobState.of(job(spec, status))).isEqualTo(expected);
    }

    @Test
    void deletedJobEndedAsItsInterimConditionSays() {
        Instant now = AT.plusSeconds(60);
        assertThat(JobState.ofDeleted(job("{}", "{conditions: [" + SUCCESS_CRITERIA + "]}"), now)
                        .result())
                .isEqualTo(Result.SUCCEEDED);
        assertThat(JobState.ofDeleted(job("{}", "{conditions: [" + FAILURE_TARGET + "]}"), now)
                        .result())
                .isEqualTo(Result.FAILED);
        assertThat(JobState.ofDeleted(job("{}", "{active: 1}"), now))
                .isEqualTo(new Ended(Result.CANCELLED, "Deleted", "The Job was deleted before it ended", now));
    }

    /** Foreground deletion: it stays for as long as its pods take to stop, and they count as failed then. */
    @Test
    void jobThatIsBeingDeletedHasEnded() {
        Job running = job("{}", "{startTime: '2026-03-01T02:00:00Z', active: 1, ready: 1}");
        running.getMetadata().setDeletionTimestamp(AT.toString());
        Job complete = job("{}", "{conditions: [" + SUCCESS_CRITERIA + "," + COMPLETE + "]}");
        complete.getMetadata().setDeletionTimestamp(AT.plusSeconds(5).toString());

        assertThat(JobState.of(running))
                .isEqualTo(new Ended(Result.CANCELLED, "Deleted", "The Job was deleted before it ended", AT));
        assertThat(JobState.of(complete)).extracting("result").isEqualTo(Result.SUCCEEDED);
    }

    /** The Job controller says that it failed at its deadline: that is how a Job is stopped. */
    @Test
    void stoppedJobIsCancelledUnlessItSucceeded() {
        Job stopped = job("{}", "{conditions: [" + FAILURE_TARGET + "," + FAILED + "]}");
        stopped.getMetadata().setAnnotations(Map.of("taskping.dev/stopped-by", "Mia"));
        Job succeeded = job("{}", "{conditions: [" + SUCCESS_CRITERIA + "," + COMPLETE + "]}");
        succeeded.getMetadata().setAnnotations(Map.of("taskping.dev/stopped-by", "Mia"));

        assertThat(JobState.of(stopped)).isInstanceOfSatisfying(Ended.class, ended -> {
            assertThat(ended.result()).isEqualTo(Result.CANCELLED);
            assertThat(ended.reason()).isEqualTo("Stopped");
            assertThat(ended.message()).isEqualTo("Stopped by Mia");
        });
        assertThat(JobState.of(succeeded)).extracting("result").isEqualTo(Result.SUCCEEDED);
    }
}

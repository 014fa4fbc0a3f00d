package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.protocol.event.Result;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodCompletenessCheckTest {

    /** Pods in a word: each a letter, S and F have succeeded and failed, R runs, - shows no status. */
    private static List<Pod> pods(String letters) {
        return IntStream.range(0, letters.length())
                .mapToObj(number -> pod("uid-" + number, letters.charAt(number)))
                .toList();
    }

    private static Pod pod(String uid, char letter) {
        String status =
                switch (letter) {
                    case 'S' -> "status: {phase: Succeeded}";
                    case 'F' -> "status: {phase: Failed}";
                    case 'R' -> "status: {phase: Running}";
                    default -> "";
                };
        return Yaml.read(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: pod, uid: %s}
                %s
                """
                        .formatted(uid, status),
                Pod.class);
    }

    private static Job job(String spec, String status) {
        return Yaml.read(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: train}
                spec: {%s}
                status: {%s}
                """
                        .formatted(spec, status),
                Job.class);
    }

    @ParameterizedTest(name = "{0} by \"{1}\", {2} seen: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            SUCCEEDED | succeeded: 1                                                     | S   | true
            SUCCEEDED | succeeded: 1, failed: 1, ready: 0, active: 0, terminating: 0     | FS  | true
            SUCCEEDED | succeeded: 3                                                     | SSS | true
            SUCCEEDED | succeeded: 1                                                     | SS  | true
            SUCCEEDED | succeeded: 1, uncountedTerminatedPods: {}                        | S   | true
            SUCCEEDED | succeeded: 1                                                     | ""  | false
            SUCCEEDED | succeeded: 1                                                     | F   | false
            SUCCEEDED | succeeded: 3                                                     | SS  | false
            SUCCEEDED | succeeded: 1, failed: 1                                          | S   | false
            SUCCEEDED | succeeded: 1, failed: 2                                          | FS  | false
            SUCCEEDED | succeeded: 1, active: 1                                          | S   | false
            SUCCEEDED | succeeded: 1, terminating: 2                                     | S   | false
            SUCCEEDED | succeeded: 1, uncountedTerminatedPods: {succeeded: [a]}          | S   | false
            SUCCEEDED | succeeded: 1, uncountedTerminatedPods: {failed: [a]}             | S   | false
            SUCCEEDED | ""                                                               | S   | false
            FAILED    | failed: 1                                                        | F   | true
            FAILED    | failed: 2, succeeded: 1                                          | FSF | true
            FAILED    | failed: 2                                                        | F   | false
            FAILED    | failed: 1, succeeded: 1                                          | F   | false
            FAILED    | succeeded: 1                                                     | SF  | false
            FAILED    | ""                                                               | F   | false
            CANCELLED | failed: 1                                                        | F   | false
            GONE      | failed: 1                                                        | F   | false
            """)
    void podsAreCompleteIfAsManyAsTheJobControllerCounted(Result result, String status, String seen, boolean complete) {
        Ended ended = new Ended(result, "Reason", null, Instant.EPOCH);
        assertThat(PodCompletenessCheck.sawAllEnd(job("", status), ended, pods(seen)))
                .isEqualTo(complete);
    }

    @ParameterizedTest
    @CsvSource({"Ignore, false", "FailJob, true", "Count, true"})
    void ignoredFailuresMakeThePodsIncomplete(String action, boolean complete) {
        Job job = job(
                "podFailurePolicy: {rules: [{action: %s, onExitCodes: {operator: In, values: [42]}}]}"
                        .formatted(action),
                "failed: 1, succeeded: 1");
        Instant end = Instant.EPOCH;
        assertThat(PodCompletenessCheck.sawAllEnd(
                        job, new Ended(Result.FAILED, "PodFailurePolicy", null, end), pods("FS")))
                .isEqualTo(complete);
        assertThat(PodCompletenessCheck.sawAllEnd(job, new Ended(Result.SUCCEEDED, "Completed", null, end), pods("FS")))
                .isTrue();
    }

    @Test
    void jobWithoutStatusIsIncomplete() {
        Job job = job("", "");
        job.setStatus(null);
        assertThat(PodCompletenessCheck.sawAllEnd(
                        job, new Ended(Result.SUCCEEDED, "Completed", null, Instant.EPOCH), pods("S")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"S, true", "SF, true", "SR, false", "S-, false", "'', false"})
    void listWithAPodThatHasNotEndedIsIncomplete(String listed, boolean complete) {
        assertThat(PodCompletenessCheck.allEnded(pods(listed))).isEqualTo(complete);
    }

    @Test
    void deletedPodsAreAddedToTheList() {
        Pod gone = pod("gone", 'F');
        Pod listed = pod("there", 'S');
        assertThat(PodCompletenessCheck.merge(List.of(listed), List.of(gone))).containsExactly(listed, gone);
    }

    @Test
    void endedVersionOfAPodReplacesTheListedOne() {
        Pod running = pod("one", 'R');
        Pod ended = pod("one", 'F');
        Pod later = pod("one", 'S');
        assertThat(PodCompletenessCheck.merge(List.of(running), List.of(ended))).containsExactly(ended);
        assertThat(PodCompletenessCheck.merge(List.of(later), List.of(ended))).isEqualTo(Arrays.asList(later));
    }
}

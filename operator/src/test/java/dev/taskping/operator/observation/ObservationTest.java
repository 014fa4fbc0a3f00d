package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import dev.taskping.operator.job.JobState.Ended;
import dev.taskping.operator.podlog.LogSource;
import dev.taskping.protocol.event.Outcome;
import dev.taskping.protocol.event.Result;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservationTest {

    private static final Instant END = Instant.parse("2026-03-01T03:00:00Z");

    private static Pod pod(String yaml) {
        return Yaml.read("apiVersion: v1\nkind: Pod\n" + yaml, Pod.class);
    }

    /** A pod with one container that ended {@code second} seconds after two. */
    private static Pod pod(String name, int exitCode, String reason, int second) {
        return pod(
                """
                metadata: {name: %s}
                spec: {containers: [{name: main}]}
                status:
                  phase: %s
                  containerStatuses:
                    - name: main
                      state: {terminated: {exitCode: %d, reason: %s, finishedAt: '2026-03-01T02:00:%02dZ'}}
                """
                        .formatted(name, exitCode == 0 ? "Succeeded" : "Failed", exitCode, reason, second));
    }

    private static Observation failed(String reason, Pod... pods) {
        return observe(new Ended(Result.FAILED, reason, "a sentence", END), List.of(pods));
    }

    /** What is kept of a pod that was seen to end must lead to the same. */
    private static Observation observe(Ended ended, List<Pod> pods) {
        Observation observation = Observation.of(ended, pods);
        assertThat(Observation.of(ended, pods.stream().map(TrimmedPod::of).toList()))
                .isEqualTo(observation);
        return observation;
    }

    private static Outcome outcome(
            String reason,
            String verdict,
            @Nullable Integer exitCode,
            @Nullable String pod,
            @Nullable String container) {
        return new Outcome(Result.FAILED, reason, "a sentence", verdict, exitCode, pod, container);
    }

    @Test
    void firstFailedPodIsTheCauseInAnyOrder() {
        Pod victim = pod("rank-0", 143, "Error", 9);
        Pod cause = pod("rank-3", 1, "Error", 4);
        Observation observation = failed("BackoffLimitExceeded", victim, cause);
        assertThat(observation.outcome()).isEqualTo(outcome("BackoffLimitExceeded", "Error", 1, "rank-3", "main"));
        assertThat(observation.log()).isEqualTo(new LogSource("rank-3", "main"));
    }

    @Test
    void failureThatWasNotAKillComesFirstWithinASecond() {
        Observation observation =
                failed("BackoffLimitExceeded", pod("rank-0", 143, "Error", 4), pod("rank-1", 3, "Error", 4));
        assertThat(observation.outcome().failedPod()).isEqualTo("rank-1");
    }

    @Test
    void outOfMemoryKillIsTheCause() {
        assertThat(failed("BackoffLimitExceeded", pod("a", 137, "OOMKilled", 1)).outcome())
                .isEqualTo(outcome("BackoffLimitExceeded", "OutOfMemory", 137, "a", "main"));
        assertThat(failed("BackoffLimitExceeded", pod("a", 137, "Error", 1))
                        .outcome()
                        .verdict())
                .isEqualTo("Error");
    }

    @Test
    void preemptionAndEvictionAreTheCause() {
        String disrupted =
                """
                metadata: {name: a}
                spec: {containers: [{name: main}]}
                status:
                  phase: Failed
                  conditions: [{type: DisruptionTarget, status: 'True', reason: %s, lastTransitionTime: '2026-03-01T02:00:00Z'}]
                """;
        assertThat(failed("BackoffLimitExceeded", pod(disrupted.formatted("PreemptionByScheduler")))
                        .outcome())
                .isEqualTo(outcome("BackoffLimitExceeded", "Preempted", null, "a", "main"));
        assertThat(failed("BackoffLimitExceeded", pod(disrupted.formatted("DeletionByTaintManager")))
                        .outcome()
                        .verdict())
                .isEqualTo("Evicted");
        assertThat(failed(
                                "BackoffLimitExceeded",
                                pod(
                                        """
                                        metadata: {name: a}
                                        spec: {containers: [{name: main}]}
                                        status: {phase: Failed, reason: Evicted, message: 'The node was low on resource'}
                                        """))
                        .outcome()
                        .verdict())
                .isEqualTo("Evicted");
    }

    @Test
    void failedImagePullExplainsTheDeadline() {
        Observation observation = failed(
                "DeadlineExceeded",
                pod(
                        """
                        metadata: {name: a}
                        spec: {containers: [{name: main}]}
                        status:
                          phase: Pending
                          containerStatuses: [{name: main, state: {waiting: {reason: ImagePullBackOff}}}]
                        """));
        assertThat(observation.outcome()).isEqualTo(outcome("DeadlineExceeded", "ImagePull", null, "a", "main"));
    }

    @Test
    void deadlineExplainsAKilledContainer() {
        assertThat(failed("DeadlineExceeded", pod("a", 143, "Error", 1))
                        .outcome()
                        .verdict())
                .isEqualTo("DeadlineExceeded");
        assertThat(failed("DeadlineExceeded").outcome())
                .isEqualTo(outcome("DeadlineExceeded", "DeadlineExceeded", null, null, null));
    }

    @Test
    void sidecarsNeverCount() {
        Observation observation = failed(
                "BackoffLimitExceeded",
                pod(
                        """
                        metadata: {name: a}
                        spec:
                          initContainers: [{name: proxy, restartPolicy: Always}, {name: fetch}]
                          containers: [{name: main}, {name: logs}]
                        status:
                          phase: Failed
                          initContainerStatuses:
                            - {name: proxy, state: {terminated: {exitCode: 137, finishedAt: '2026-03-01T02:00:01Z'}}}
                            - {name: fetch, state: {terminated: {exitCode: 0, finishedAt: '2026-03-01T02:00:00Z'}}}
                          containerStatuses:
                            - {name: logs, state: {terminated: {exitCode: 143, finishedAt: '2026-03-01T02:00:07Z'}}}
                            - {name: main, state: {terminated: {exitCode: 2, finishedAt: '2026-03-01T02:00:07Z'}}}
                        """));
        assertThat(observation.outcome()).isEqualTo(outcome("BackoffLimitExceeded", "Error", 2, "a", "main"));
    }

    @Test
    void logOfTheFailedInitContainerIsRead() {
        Observation observation = failed(
                "BackoffLimitExceeded",
                pod(
                        """
                        metadata: {name: a}
                        spec: {initContainers: [{name: fetch}], containers: [{name: main}]}
                        status:
                          phase: Failed
                          initContainerStatuses: [{name: fetch, state: {terminated: {exitCode: 7, finishedAt: '2026-03-01T02:00:00Z'}}}]
                          containerStatuses: [{name: main, state: {waiting: {reason: PodInitializing}}}]
                        """));
        assertThat(observation.log()).isEqualTo(new LogSource("a", "fetch"));
        assertThat(observation.outcome().exitCode()).isEqualTo(7);
    }

    @Test
    void containerRestartedInPlaceHasFailedBefore() {
        Observation observation = failed(
                "BackoffLimitExceeded",
                pod(
                        """
                        metadata: {name: a}
                        spec: {containers: [{name: main}]}
                        status:
                          phase: Running
                          containerStatuses:
                            - name: main
                              state: {waiting: {reason: CrashLoopBackOff}}
                              lastState: {terminated: {exitCode: 9, finishedAt: '2026-03-01T02:00:00Z'}}
                        """));
        assertThat(observation.outcome().exitCode()).isEqualTo(9);
    }

    @Test
    void successShowsTheMainContainer() {
        Pod pod = pod(
                """
                metadata: {name: a, annotations: {kubectl.kubernetes.io/default-container: train}}
                spec: {containers: [{name: proxy}, {name: train}]}
                status:
                  phase: Succeeded
                  containerStatuses:
                    - {name: proxy, state: {terminated: {exitCode: 0, finishedAt: '2026-03-01T02:00:00Z'}}}
                    - {name: train, state: {terminated: {exitCode: 0, finishedAt: '2026-03-01T02:00:00Z'}}}
                """);
        Observation observation = observe(
                new Ended(Result.SUCCEEDED, "CompletionsReached", null, END),
                List.of(pod("retried", 1, "Error", 30), pod));
        assertThat(observation.log()).isEqualTo(new LogSource("a", "train"));
        assertThat(observation.outcome())
                .isEqualTo(new Outcome(Result.SUCCEEDED, "CompletionsReached", null, null, 0, null, "train"));
    }

    @Test
    void annotationThatNamesNoContainerIsIgnored() {
        Pod pod = pod(
                """
                metadata: {name: a, annotations: {kubectl.kubernetes.io/default-container: nobody}}
                spec: {containers: [{name: main}]}
                """);
        assertThat(Containers.main(pod)).contains("main");
    }

    @Test
    void jobWithoutPodsHasItsStatusOnly() {
        Observation observation = observe(new Ended(Result.SUCCEEDED, "CompletionsReached", null, END), List.of());
        assertThat(observation.outcome()).isEqualTo(Outcome.of(Result.SUCCEEDED, "CompletionsReached", null));
        assertThat(observation.log()).isNull();
        assertThat(observation.usage()).isNull();
    }
}

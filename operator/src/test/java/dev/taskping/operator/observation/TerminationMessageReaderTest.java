package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminationMessageReaderTest {

    private static Pod pod(String name, int exitCode, String finishedAt, String message, String labels) {
        return Yaml.read(
                """
                metadata: {name: %1$s, labels: %5$s}
                spec: {containers: [{name: main, image: a}, {name: side, image: b}]}
                status:
                  containerStatuses:
                    - {name: side, state: {terminated: {exitCode: 0, finishedAt: '%3$s', message: from-the-side}}}
                    - {name: main, state: {terminated: {exitCode: %2$d, finishedAt: '%3$s', message: '%4$s'}}}
                """
                        .formatted(name, exitCode, finishedAt, message, labels),
                Pod.class);
    }

    @Test
    void lastSucceededPodGivesTheMessage() {
        assertThat(TerminationMessageReader.choose(List.of(
                        pod("b", 0, "2026-05-04T12:00:02Z", "b=2", "{}"),
                        pod("a", 0, "2026-05-04T12:00:01Z", "a=1", "{}"),
                        pod("c", 1, "2026-05-04T12:00:03Z", "c=3", "{}"),
                        pod("d", 0, "2026-05-04T12:00:04Z", " ", "{}"))))
                .contains("b=2");
    }

    @Test
    void firstIndexOfAnIndexedJobGivesTheMessage() {
        assertThat(TerminationMessageReader.choose(List.of(
                        pod("a", 0, "2026-05-04T12:00:01Z", "a=1", "{batch.kubernetes.io/job-completion-index: '0'}"),
                        pod("b", 0, "2026-05-04T12:00:02Z", "b=2", "{batch.kubernetes.io/job-completion-index: '1'}"))))
                .contains("a=1");
    }

    @Test
    void runningPodGivesNoMessage() {
        Pod running = Yaml.read(
                "{metadata: {name: a}, spec: {containers: [{name: main, image: a}]}, status: {containerStatuses:"
                        + " [{name: main, state: {running: {}}}]}}",
                Pod.class);
        Pod fresh = Yaml.read("{metadata: {name: a}, spec: {containers: [{name: main, image: a}]}}", Pod.class);
        assertThat(TerminationMessageReader.choose(List.of(running, fresh))).isEqualTo(Optional.empty());
    }
}

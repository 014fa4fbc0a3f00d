package dev.taskping.operator.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.operator.Yaml;
import dev.taskping.protocol.event.Usage;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuUsageTest {

    private static final Instant END = Instant.parse("2026-03-01T04:00:00Z");

    private static Pod pod(String resources, String start, String finish) {
        String status = finish.isEmpty()
                ? "{startTime: '%s'}".formatted(start)
                : "{startTime: '%s', containerStatuses: [{name: main, state: {terminated: {exitCode: 0, finishedAt: '%s'}}}]}"
                        .formatted(start, finish);
        return Yaml.read(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec: {containers: [{name: main, resources: %s}]}
                status: %s
                """
                        .formatted(resources, status),
                Pod.class);
    }

    @Test
    void concurrentPodsAddUp() {
        assertThat(GpuUsage.of(
                        List.of(
                                pod("{limits: {nvidia.com/gpu: 8}}", "2026-03-01T02:00:00Z", "2026-03-01T03:00:00Z"),
                                pod("{limits: {nvidia.com/gpu: 8}}", "2026-03-01T02:30:00Z", "2026-03-01T03:00:00Z")),
                        END))
                .contains(new Usage(16, 12.0));
    }

    @Test
    void sequentialPodsDoNotAddUp() {
        assertThat(GpuUsage.of(
                        List.of(
                                pod("{limits: {amd.com/gpu: 2}}", "2026-03-01T02:00:00Z", "2026-03-01T02:30:00Z"),
                                pod("{requests: {amd.com/gpu: 2}}", "2026-03-01T02:30:00Z", "2026-03-01T03:00:00Z")),
                        END))
                .contains(new Usage(2, 2.0));
    }

    @Test
    void podWithoutEndRanUntilTheJobEnded() {
        assertThat(GpuUsage.of(List.of(pod("{limits: {nvidia.com/gpu: 1}}", "2026-03-01T02:00:00Z", "")), END))
                .contains(new Usage(1, 2.0));
    }

    @Test
    void jobWithoutGpusHasNoUsage() {
        assertThat(GpuUsage.of(List.of(pod("{limits: {cpu: 8}}", "2026-03-01T02:00:00Z", "")), END))
                .isEmpty();
        assertThat(GpuUsage.of(List.of(), END)).isEmpty();
    }

    @Test
    void sidecarsAddUpAndOtherInitContainersTakeTurns() {
        Pod pod = Yaml.read(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec:
                  initContainers:
                    - {name: warm, resources: {limits: {nvidia.com/gpu: 2}}}
                    - {name: monitor, restartPolicy: Always, resources: {limits: {nvidia.com/gpu: 1}}}
                  containers: [{name: main, resources: {limits: {nvidia.com/gpu: 4}}}]
                status: {startTime: '2026-03-01T03:00:00Z'}
                """,
                Pod.class);
        assertThat(GpuUsage.of(List.of(pod), END)).contains(new Usage(5, 5.0));
    }
}

package dev.taskping.operator.launch.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.jobcreation.JobManifest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuDemandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                   | limits: {nvidia.com/gpu: 2}           | 2 GPUs                     | none
                    {activeDeadlineSeconds: 5400}                        | limits: {nvidia.com/gpu: 2}           | 2 GPUs for at most 1 h 30 min | 3.0
                    {activeDeadlineSeconds: 3600, parallelism: 4}        | requests: {amd.com/gpu: '2'}          | 8 GPUs for at most 1 h     | 8.0
                    {activeDeadlineSeconds: 3600, parallelism: 4, completions: 1} | limits: {nvidia.com/gpu: 1}  | 1 GPU for at most 1 h      | 1.0
                    {activeDeadlineSeconds: 3600, parallelism: 0}        | limits: {nvidia.com/gpu: 1}           | no GPU for at most 1 h     | 0.0
                    {activeDeadlineSeconds: 3600, parallelism: '2'}      | limits: {nvidia.com/gpu: 1}           | 2 GPUs for at most 1 h     | 2.0
                    {}                                                   | limits: {cpu: 2, memory: 1Gi}         | no GPU                     | 0.0
                    {parallelism: 2147483647}                            | limits: {nvidia.com/gpu: 4294967297}  | 2147483647 GPUs            | none
                    {activeDeadlineSeconds: 999999999999999999}          | limits: {nvidia.com/gpu: 1}           | 1 GPU for at most 11574074074074 d 1 h 46 min 39 s | 2.7777777777777778E14
                    {parallelism: many}                                  | limits: {nvidia.com/gpu: 1}           | no GPU                     | 0.0
                    """)
    void requestedGpusAreCounted(String spec, String resources, String text, String hours) {
        ObjectNode tree = Yaml.read(
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: a}
                spec: {template: {spec: {containers: [{name: main, image: a, resources: {%s}}]}}}
                """
                        .formatted(resources),
                ObjectNode.class);
        ((ObjectNode) tree.get("spec")).setAll(Yaml.read(spec, ObjectNode.class));

        GpuDemand demand = GpuDemand.of(new JobManifest(tree));

        assertThat(demand.text()).isEqualTo(text);
        assertThat(demand.hours().map(String::valueOf).orElse("none")).isEqualTo(hours);
    }
}

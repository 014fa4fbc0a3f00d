package dev.taskping.operator.launch.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.launch.LaunchTemplate;
import dev.taskping.operator.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchTemplateCheckTest {

    private static final String GPU = "resources: {limits: {nvidia.com/gpu: 1}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    parameters: []                                                                     | args: [a] | sample
                    parameters: [{name: t, type: duration, atLeast: 2h, atMost: 90m}]                  | args: [a] | InvalidParameters: bounds of t: atLeast is greater than atMost
                    parameters: [{name: t, type: duration, atLeast: 3h, atMost: 200m}]                 | args: [$(params.t)] | sample
                    parameters: [{name: t, type: duration, default: 3h, atMost: 90m}]                  | args: [a] | InvalidParameters: default of t
                    parameters: [{name: m, type: quantity, default: 1Ti, atMost: 1Gi}]                 | args: [a] | InvalidParameters: default of m
                    parameters: [{name: c, type: string, pattern: '[a-z]+', default: $(task.outputs.c)}] | args: [$(params.c)] | sample
                    parameters: [{name: c, type: string, pattern: 'x{9}', default: $(task.outputs.c)}] | args: [$(params.c)] | no sample
                    parameters: []                                                                     | args: [$(task.outputs.c)] | sample
                    parameters: []                                                                     | image: $(task.outputs.c) | UnknownParameter: jobTemplate uses $(task.outputs.c) at /spec/template/spec/containers/0/image, where only parameters may stand
                    parameters: []                                                                     | args: [$(task.image)] | UnknownParameter: jobTemplate uses $(task.image)
                    windows: [{timeZone: Mars/Olympus}]                                                | args: [a] | InvalidWindows: windows: there is no time zone 'Mars/Olympus'
                    limits: {gpuHoursPerDay: 4}                                                        | args: [a] | sample
                    limits: {gpuHoursPerDay: 4}                                                        | GPU       | InvalidLimits: limits.gpuHoursPerDay needs to know how long a Job can take
                    limits: {maxActive: 4}                                                             | GPU       | sample
                    limits: {gpuHoursPerDay: 4} | resources: {limits: {nvidia.com/mig-1g.5gb: 1}}      | InvalidLimits: limits.gpuHoursPerDay counts nvidia.com/gpu and amd.com/gpu, and the jobTemplate asks for nvidia.com/mig-1g.5gb
                    """)
    void invalidTemplateIsRefusedWithItsFault(String rules, String container, String expected) {
        LaunchTemplate template = Yaml.read(
                """
                kind: LaunchTemplate
                metadata: {name: one, namespace: ml, uid: u}
                spec:
                  %s
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: main, %s}]
                """
                        .formatted(rules, container.equals("GPU") ? GPU : container),
                LaunchTemplate.class);
        String found =
                switch (LaunchTemplateCheck.of(template)) {
                    case LaunchTemplateCheck.Sample sample -> "sample";
                    case LaunchTemplateCheck.NoSample none -> "no sample";
                    case LaunchTemplateCheck.Wrong wrong ->
                        wrong.finding().reason() + ": " + wrong.finding().message();
                };
        assertThat(found).startsWith(expected);
    }
}

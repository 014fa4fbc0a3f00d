package dev.taskping.operator.launch.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import dev.taskping.operator.Yaml;
import org.junit.jupiter.api.Test;

class SampleValueTest {

    private static final String BOOLEAN = "{name: p, type: boolean}";
    private static final String PATTERN = "{name: p, type: string, pattern: '[a-z0-9-]{1,40}'}";
    private static final String VALUES = "{name: p, type: string, values: [small, large]}";
    private static final String ENUM = "{name: p, type: enum, values: [small, Large, x, X]}";
    private static final String QUANTITY = "{name: p, type: quantity, atLeast: 500Mi, atMost: 64Gi}";

    @Test
    void commonParametersHaveASample() {
        assertThat(SampleValue.of(parameter("{name: p, type: integer, minimum: 1.5, maximum: 2.5}")))
                .hasValueSatisfying(value -> assertThat(value.asInt()).isEqualTo(2));
        assertThat(SampleValue.of(parameter(PATTERN))).isPresent();
        assertThat(SampleValue.of(parameter(VALUES)))
                .hasValueSatisfying(value -> assertThat(value.asText()).isEqualTo("small"));
        assertThat(SampleValue.of(parameter(BOOLEAN))).isPresent();
        assertThat(SampleValue.of(parameter(ENUM))).isPresent();
        assertThat(SampleValue.of(parameter(QUANTITY))).isPresent();
        assertThat(SampleValue.of(parameter("{name: p, type: duration, atLeast: 3h}")))
                .hasValueSatisfying(value -> assertThat(value.asText()).isEqualTo("3h"));
        assertThat(SampleValue.of(parameter("{name: p, type: string, pattern: 'x{9}y{9}'}")))
                .isEmpty();
    }

    private static Parameter parameter(String yaml) {
        return Yaml.read(yaml, Parameter.class);
    }
}

package dev.taskping.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.LaunchTemplateSpec.Parameter;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.launch.ParameterValues.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterValuesTest {

    private static final String INTEGER = "{name: p, type: integer, minimum: -4, maximum: 4}";
    private static final String NUMBER = "{name: p, type: number, maximum: 0.1}";
    private static final String BOOLEAN = "{name: p, type: boolean}";
    private static final String PATTERN = "{name: p, type: string, pattern: '[a-z0-9-]{1,40}'}";
    private static final String ANYTHING = "{name: p, type: string, pattern: '(?s).*', maxLength: 20}";
    private static final String VALUES = "{name: p, type: string, values: [small, large]}";

    private static Parameter parameter(String yaml) {
        return Yaml.read(yaml, Parameter.class);
    }

    private static Result resolve(String parameter, String text) {
        return ParameterValues.resolve(List.of(parameter(parameter)), Map.of("p", text));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of(INTEGER, "-4", "-4"),
                Arguments.of(INTEGER, "04", "4"),
                Arguments.of(NUMBER, "3e-4", "0.0003"),
                Arguments.of(NUMBER, "0.1", "0.1"),
                Arguments.of(NUMBER, "-7", "-7"),
                Arguments.of(BOOLEAN, "True", "true"),
                Arguments.of(BOOLEAN, "false", "false"),
                Arguments.of(PATTERN, "step-900", "step-900"),
                Arguments.of(VALUES, "large", "large"),
                Arguments.of(ANYTHING, "a b;c|d&e", "a b;c|d&e"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void goodTextBecomesATypedValue(String parameter, String text, String expected) {
        assertThat(resolve(parameter, text)).isInstanceOfSatisfying(Result.Valid.class, valid -> {
            JsonNode value = Objects.requireNonNull(valid.values().get("p"));
            assertThat(value.isNumber() ? value.decimalValue().toPlainString() : value.asText())
                    .isEqualTo(expected);
        });
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of(INTEGER, "5", "more than the maximum 4"),
                Arguments.of(INTEGER, "-5", "less than the minimum -4"),
                Arguments.of(INTEGER, "1.0", "not a whole number"),
                Arguments.of(INTEGER, "0x4", "not a whole number"),
                Arguments.of(INTEGER, " 4", "not a whole number"),
                Arguments.of(INTEGER, "", "not a whole number"),
                Arguments.of(INTEGER, "٤", "not a whole number"),
                Arguments.of(INTEGER, "99999999999999999999999999", "not a whole number"),
                Arguments.of(NUMBER, "NaN", "not a number"),
                Arguments.of(NUMBER, "Infinity", "not a number"),
                Arguments.of(NUMBER, "1e999", "not a number"),
                Arguments.of(NUMBER, "0x1p-3", "not a number"),
                Arguments.of(NUMBER, "1d", "not a number"),
                Arguments.of(NUMBER, "0.1000001", "more than the maximum 0.1"),
                Arguments.of(BOOLEAN, "yes", "neither true nor false"),
                Arguments.of(BOOLEAN, "1", "neither true nor false"),
                Arguments.of(PATTERN, "", "does not match"),
                Arguments.of(PATTERN, "ok\nnot", "control characters"),
                Arguments.of(PATTERN, "ok; rm -rf /", "does not match"),
                Arguments.of(PATTERN, "$(cat /etc/passwd)", "environment variable"),
                Arguments.of(PATTERN, "../../etc", "does not match"),
                Arguments.of(PATTERN, "a".repeat(41), "does not match"),
                Arguments.of(ANYTHING, "$(SECRET_TOKEN)", "environment variable"),
                Arguments.of(ANYTHING, "a\u0000b", "control characters"),
                Arguments.of(ANYTHING, "a\u001b[2J", "control characters"),
                Arguments.of(ANYTHING, "a\u202Egnp.exe", "control characters"),
                Arguments.of(ANYTHING, "a\uD800", "control characters"),
                Arguments.of(ANYTHING, "x".repeat(21), "longer than 20"),
                Arguments.of(VALUES, "Large", "not one of small, large"),
                Arguments.of(VALUES, "small,large", "not one of small, large"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void badTextIsRefusedByName(String parameter, String text, String fault) {
        assertThat(resolve(parameter, text)).isInstanceOfSatisfying(Result.Invalid.class, invalid -> {
            assertThat(invalid.message()).startsWith("p: ").contains(fault);
            assertThat(invalid.message().codePoints().noneMatch(Character::isISOControl))
                    .isTrue();
        });
    }

    @Test
    void unknownAndMissingParametersAreAllNamed() {
        Result result = ParameterValues.resolve(
                List.of(parameter("{name: lr, type: number}"), parameter("{name: n, type: integer, default: 2}")),
                Map.of("image", "evil", "metadata", "x"));
        assertThat(result).isInstanceOfSatisfying(Result.Invalid.class, invalid -> assertThat(invalid.message())
                .isEqualTo("lr is missing; add lr=…; 'image' is no parameter of this template; it has lr, n;"
                        + " 'metadata' is no parameter of this template; it has lr, n"));
    }

    @Test
    void defaultsTakeTheParametersType() {
        Result result = ParameterValues.resolve(
                List.of(
                        parameter("{name: a, type: integer, default: 2}"),
                        parameter("{name: b, type: number, default: 0.0003}"),
                        parameter("{name: c, type: boolean, default: true}"),
                        parameter("{name: d, type: string, default: best, pattern: '[a-z]+'}")),
                Map.of());
        assertThat(result).isInstanceOfSatisfying(Result.Valid.class, valid -> assertThat(
                        valid.values().toString())
                .isEqualTo("{a=2, b=0.0003, c=true, d=\"best\"}"));
    }

    @Test
    void aDefaultOfAnotherTypeIsRefused() {
        for (String parameter : List.of(
                "{name: p, type: integer, default: '2'}",
                "{name: p, type: integer, default: 2.5}",
                "{name: p, type: number, default: true}",
                "{name: p, type: boolean, default: 'true'}",
                "{name: p, type: string, default: 2, pattern: '.*'}",
                "{name: p, type: string, default: UPPER, pattern: '[a-z]*'}",
                "{name: p, type: integer, default: 9, maximum: 3}")) {
            assertThat(ParameterValues.resolve(List.of(parameter(parameter)), Map.of()))
                    .as(parameter)
                    .isInstanceOf(Result.Invalid.class);
        }
    }

    @Test
    void noPatternHoldsTheOperatorUp() {
        long begun = System.nanoTime();
        resolve("{name: p, type: string, pattern: '(a+)+b', maxLength: 10000}", "a".repeat(10_000));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void samplesAreFoundForCommonParameters() {
        assertThat(SampleValue.of(parameter("{name: p, type: integer, minimum: 1.5, maximum: 2.5}")))
                .hasValueSatisfying(value -> assertThat(value.asInt()).isEqualTo(2));
        assertThat(SampleValue.of(parameter(PATTERN))).isPresent();
        assertThat(SampleValue.of(parameter(VALUES)))
                .hasValueSatisfying(value -> assertThat(value.asText()).isEqualTo("small"));
        assertThat(SampleValue.of(parameter(BOOLEAN))).isPresent();
        assertThat(SampleValue.of(parameter("{name: p, type: string, pattern: 'x{9}y{9}'}")))
                .isEmpty();
    }
}

package dev.taskping.operator.launch.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import dev.taskping.operator.Yaml;
import dev.taskping.operator.launch.parameter.ParameterResolver.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterResolverTest {

    private static final String INTEGER = "{name: p, type: integer, minimum: -4, maximum: 4}";
    private static final String NUMBER = "{name: p, type: number, maximum: 0.1}";
    private static final String BOOLEAN = "{name: p, type: boolean}";
    private static final String PATTERN = "{name: p, type: string, pattern: '[a-z0-9-]{1,40}'}";
    private static final String ANYTHING = "{name: p, type: string, pattern: '(?s).*', maxLength: 20}";
    private static final String VALUES = "{name: p, type: string, values: [small, large]}";

    private static final String ENUM = "{name: p, type: enum, values: [small, Large, x, X]}";
    private static final String QUANTITY = "{name: p, type: quantity, atLeast: 500Mi, atMost: 64Gi}";
    private static final String DURATION = "{name: p, type: duration, atLeast: 10m, atMost: 2h}";

    private static Parameter parameter(String yaml) {
        return Yaml.read(yaml, Parameter.class);
    }

    private static Result resolve(String parameter, String text) {
        return ParameterResolver.resolve(List.of(parameter(parameter)), Map.of("p", text), RepliedTaskVariables.NONE);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of(INTEGER, "-4", "-4"),
                Arguments.of(INTEGER, "04", "4"),
                Arguments.of(INTEGER, "+4", "4"),
                Arguments.of(INTEGER, "1.0", "1"),
                Arguments.of("{name: p, type: integer}", "1e9", "1000000000"),
                Arguments.of(NUMBER, ".0005", "0.0005"),
                Arguments.of(NUMBER, "5.e-4", "0.0005"),
                Arguments.of(NUMBER, "+0.0005", "0.0005"),
                Arguments.of(NUMBER, "-.5E+1", "-5"),
                Arguments.of("{name: p, type: number}", "1e9", "1000000000"),
                Arguments.of(QUANTITY, ".5Gi", ".5Gi"),
                Arguments.of(QUANTITY, "1.Gi", "1.Gi"),
                Arguments.of(QUANTITY, "+1Gi", "+1Gi"),
                Arguments.of(QUANTITY, "1e9", "1e9"),
                Arguments.of(QUANTITY, "1E9", "1E9"),
                Arguments.of("{name: p, type: duration}", "2d", "48h"),
                Arguments.of("{name: p, type: duration}", "1d12h", "36h"),
                Arguments.of("{name: p, type: duration}", "1d30m", "24h30m"),
                Arguments.of(NUMBER, "3e-4", "0.0003"),
                Arguments.of(NUMBER, "0.1", "0.1"),
                Arguments.of(NUMBER, "-7", "-7"),
                Arguments.of(BOOLEAN, "True", "true"),
                Arguments.of(BOOLEAN, "false", "false"),
                Arguments.of(PATTERN, "step-900", "step-900"),
                Arguments.of(VALUES, "large", "large"),
                Arguments.of(ENUM, "Small", "small"),
                Arguments.of(ENUM, "LARGE", "Large"),
                Arguments.of(ENUM, "X", "X"),
                Arguments.of(ENUM, "x", "x"),
                Arguments.of(QUANTITY, "0.5Gi", "0.5Gi"),
                Arguments.of(QUANTITY, "64Gi", "64Gi"),
                Arguments.of(QUANTITY, "65536Mi", "65536Mi"),
                Arguments.of(QUANTITY, "524288000", "524288000"),
                Arguments.of("{name: p, type: quantity}", "500m", "500m"),
                Arguments.of(DURATION, "10m", "10m"),
                Arguments.of(DURATION, "600s", "600s"),
                Arguments.of(DURATION, "1h59m60s", "1h59m60s"),
                Arguments.of(ANYTHING, "a b;c|d&e", "a b;c|d&e"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void validTextBecomesATypedValue(String parameter, String text, String expected) {
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
                Arguments.of(INTEGER, "1.5", "not a whole number"),
                Arguments.of(INTEGER, "1e-1", "not a whole number"),
                Arguments.of(INTEGER, "1e300", "not a whole number"),
                Arguments.of(INTEGER, ".", "not a whole number"),
                Arguments.of(NUMBER, ".e4", "not a number"),
                Arguments.of(DURATION, "1d", "is more than 2h"),
                Arguments.of(DURATION, "12h1d", "is no duration"),
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
                Arguments.of(ANYTHING, "a$", "ends in $"),
                Arguments.of(ANYTHING, "a\u2028b", "control characters"),
                Arguments.of(ENUM, "medium", "not one of small, Large, x, X"),
                Arguments.of(ENUM, "small ", "not one of"),
                Arguments.of(ENUM, "ＳＭＡＬＬ", "not one of"),
                Arguments.of(QUANTITY, "499Mi", "is less than 500Mi, the least"),
                Arguments.of(QUANTITY, "64.1Gi", "is more than 64Gi, the most"),
                Arguments.of(QUANTITY, "1Ti", "is more than 64Gi"),
                Arguments.of(QUANTITY, "-1Gi", "is no quantity"),
                Arguments.of(QUANTITY, ".Gi", "is no quantity"),
                Arguments.of(QUANTITY, "1e9Gi", "is no quantity"),
                Arguments.of(QUANTITY, "1GB", "is no quantity"),
                Arguments.of(QUANTITY, "1e999999999", "is no quantity"),
                Arguments.of(QUANTITY, "1 Gi", "is no quantity"),
                Arguments.of(QUANTITY, "Gi", "is no quantity"),
                Arguments.of(QUANTITY, "", "is no quantity"),
                Arguments.of(QUANTITY, "1Gi\n", "is no quantity"),
                Arguments.of(DURATION, "9m59s", "is less than 10m, the least"),
                Arguments.of(DURATION, "2h1s", "is more than 2h, the most"),
                Arguments.of(DURATION, "999999h", "is more than 2h"),
                Arguments.of(DURATION, "30", "is no duration"),
                Arguments.of(DURATION, "-30m", "is no duration"),
                Arguments.of(DURATION, "30m1h", "is no duration"),
                Arguments.of(DURATION, "1.5h", "is no duration"),
                Arguments.of(DURATION, "", "is no duration"),
                Arguments.of(VALUES, "small,large", "not one of small, large"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void invalidTextIsRefusedWithTheParametersName(String parameter, String text, String fault) {
        assertThat(resolve(parameter, text)).isInstanceOfSatisfying(Result.Invalid.class, invalid -> {
            assertThat(invalid.message()).startsWith("p: ").contains(fault);
            assertThat(invalid.message().codePoints().noneMatch(Character::isISOControl))
                    .isTrue();
        });
    }

    @Test
    void unknownAndMissingParametersAreAllNamed() {
        Result result = ParameterResolver.resolve(
                List.of(parameter("{name: lr, type: number}"), parameter("{name: n, type: integer, default: 2}")),
                Map.of("image", "evil", "metadata", "x"),
                RepliedTaskVariables.NONE);
        assertThat(result).isInstanceOfSatisfying(Result.Invalid.class, invalid -> assertThat(invalid.message())
                .isEqualTo("lr is missing; add lr=…; 'image' is no parameter of this template; it has lr, n;"
                        + " 'metadata' is no parameter of this template; it has lr, n"));
    }

    @Test
    void defaultGetsTheParametersType() {
        Result result = ParameterResolver.resolve(
                List.of(
                        parameter("{name: a, type: integer, default: 2}"),
                        parameter("{name: b, type: number, default: 0.0003}"),
                        parameter("{name: c, type: boolean, default: true}"),
                        parameter("{name: d, type: string, default: best, pattern: '[a-z]+'}"),
                        parameter("{name: e, type: enum, default: large, values: [small, large]}"),
                        parameter("{name: f, type: quantity, default: 2}"),
                        parameter("{name: g, type: duration, default: 1h30m}")),
                Map.of(),
                RepliedTaskVariables.NONE);
        assertThat(result).isInstanceOfSatisfying(Result.Valid.class, valid -> assertThat(
                        valid.values().toString())
                .isEqualTo("{a=2, b=0.0003, c=true, d=\"best\", e=\"large\", f=\"2\", g=\"1h30m\"}"));
    }

    @Test
    void defaultOfAnotherTypeIsRefused() {
        for (String parameter : List.of(
                "{name: p, type: integer, default: '2'}",
                "{name: p, type: integer, default: 2.5}",
                "{name: p, type: number, default: true}",
                "{name: p, type: boolean, default: 'true'}",
                "{name: p, type: string, default: 2, pattern: '.*'}",
                "{name: p, type: string, default: UPPER, pattern: '[a-z]*'}",
                "{name: p, type: integer, default: 9, maximum: 3}",
                "{name: p, type: enum, default: 1, values: ['1']}",
                "{name: p, type: quantity, default: 65Gi, atMost: 64Gi}",
                "{name: p, type: duration, default: 3600}")) {
            assertThat(ParameterResolver.resolve(List.of(parameter(parameter)), Map.of(), RepliedTaskVariables.NONE))
                    .as(parameter)
                    .isInstanceOf(Result.Invalid.class);
        }
    }

    private static final RepliedTaskVariables TASK = new RepliedTaskVariables(
            "train", "some-uid", Map.of("checkpoint", "step-900", "note", "a b", "evil", "$(TOKEN)"));

    static Stream<Arguments> fromATask() {
        return Stream.of(
                Arguments.of("checkpoint", "step-900"),
                Arguments.of("note", "p: 'a b' does not match [a-z0-9-]{1,40}"),
                Arguments.of("evil", "p: $(task.outputs.evil) is '$(TOKEN)', which contains $("),
                Arguments.of("loss", "p: task train has no output 'loss'; it has checkpoint, evil, note"));
    }

    @ParameterizedTest
    @MethodSource("fromATask")
    void taskOutputHasToMeetTheParametersRules(String output, String expected) {
        String reference = "$(task.outputs." + output + ")";
        Parameter withDefault =
                parameter("{name: p, type: string, pattern: '[a-z0-9-]{1,40}', default: " + reference + "}");

        for (Result result : List.of(
                ParameterResolver.resolve(List.of(withDefault), Map.of(), TASK),
                ParameterResolver.resolve(List.of(parameter(PATTERN)), Map.of("p", reference), TASK))) {
            String text =
                    switch (result) {
                        case Result.Valid valid ->
                            Objects.requireNonNull(valid.values().get("p")).asText();
                        case Result.Invalid invalid -> invalid.message();
                    };
            assertThat(text).startsWith(expected);
        }
    }

    @Test
    void referenceToATaskWithoutTaskIsRefused() {
        Parameter parameter = parameter("{name: p, type: string, pattern: '.*', default: $(task.name)}");
        assertThat(ParameterResolver.resolve(List.of(parameter), Map.of(), RepliedTaskVariables.NONE))
                .isEqualTo(new Result.Invalid("p: $(task.name) needs a task; reply to the task's message"));
        assertThat(ParameterResolver.resolve(List.of(parameter), Map.of(), TASK))
                .isInstanceOfSatisfying(
                        Result.Valid.class,
                        valid -> assertThat(valid.values().toString()).isEqualTo("{p=\"train\"}"));
    }

    @Test
    void exponentialPatternIsMatchedInLinearTime() {
        long begun = System.nanoTime();
        resolve("{name: p, type: string, pattern: '(a+)+b', maxLength: 10000}", "a".repeat(10_000));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}

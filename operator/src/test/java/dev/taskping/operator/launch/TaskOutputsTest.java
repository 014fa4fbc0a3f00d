package dev.taskping.operator.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskOutputsTest {

    private static final String MANY =
            IntStream.range(0, 100).mapToObj(i -> "key" + i + "=" + i).collect(Collectors.joining("\n"));

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("checkpoint=step-900\nloss = 0.25 \n", Map.of("checkpoint", "step-900", "loss", "0.25")),
                Arguments.of("a=b=c", Map.of("a", "b=c")),
                Arguments.of("a=", Map.of("a", "")),
                Arguments.of("a=1\na=2", Map.of("a", "2")),
                Arguments.of("Traceback (most recent call last):\n  x = y", Map.of("x", "y")),
                Arguments.of("no lines of that kind", Map.of()),
                Arguments.of("", Map.of()),
                Arguments.of(
                        " {\"checkpoint\": \"step-900\", \"loss\": 2.5e-1, \"done\": true, \"n\": 7}",
                        Map.of("checkpoint", "step-900", "loss", "0.25", "done", "true", "n", "7")),
                Arguments.of("{\"a\": {\"b\": 1}, \"c\": [1], \"d\": null, \"e\": \"x\"}", Map.of("e", "x")),
                Arguments.of("{\"a b\": 1, \"../x\": 1, \"1\": 1, \"\": 1}", Map.of()),
                Arguments.of("{\"huge\": 1e999999999, \"e\": \"x\"}", Map.of("huge", "Infinity", "e", "x")),
                Arguments.of("{\"cut\": \"of", Map.of()),
                Arguments.of("{\"a\":" + "[".repeat(2_000), Map.of()),
                Arguments.of("a=" + "x".repeat(1_025), Map.of()),
                Arguments.of("a".repeat(41) + "=1", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void terminationMessageIsParsed(String message, Map<String, String> expected) {
        assertThat(TaskOutputs.parse(message)).isEqualTo(expected);
    }

    static Stream<String> floods() {
        return Stream.of(
                MANY,
                "{" + MANY.lines().map(line -> "\"" + line.replace("=", "\":")).collect(Collectors.joining(",")) + "}");
    }

    @ParameterizedTest
    @MethodSource("floods")
    void excessiveOutputsAreLeftOut(String message) {
        assertThat(TaskOutputs.parse(message)).hasSize(32).containsEntry("key0", "0");
    }
}

package dev.taskping.operator.launch.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import dev.taskping.operator.launch.parameter.ParsedParameter;
import dev.taskping.operator.launch.parameter.TypedValueParser;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds a value for a parameter without default, for the dry run of its template: one of its values, a bound of its range, or the
 * first of some common texts that its pattern accepts. Pure.
 */
public final class SampleValue {

    private static final List<String> TEXTS = List.of(
            "a",
            "1",
            "a1",
            "abc",
            "a-1",
            "best",
            "latest",
            "v1",
            "v1.0",
            "1.0",
            "1.0.0",
            "10m",
            "1h",
            "1Gi",
            "10%",
            "example",
            "model/a",
            "a/b:c",
            "/data/a",
            "s3://a/b",
            "https://example.com/a",
            "mia@example.com",
            "2026-01-01",
            "2026-01-01T00:00:00Z",
            "ABC",
            "A1",
            "0000000",
            "abcdefab",
            "abcdefabcdefabcdefab",
            "00000000-0000-0000-0000-000000000000");

    private SampleValue() {}

    /** The first candidate that the parameter accepts; empty if it accepts none. */
    public static Optional<JsonNode> of(Parameter parameter) {
        return candidates(parameter)
                .map(text -> TypedValueParser.parse(parameter, text))
                .filter(ParsedParameter.Value.class::isInstance)
                .map(ParsedParameter.Value.class::cast)
                .map(ParsedParameter.Value::node)
                .findFirst();
    }

    private static Stream<String> candidates(Parameter parameter) {
        return switch (parameter.type()) {
            case BOOLEAN -> Stream.of("false");
            case STRING, ENUM ->
                Stream.concat(Stream.ofNullable(parameter.values()).flatMap(List::stream), TEXTS.stream());
            case QUANTITY -> Stream.concat(Stream.of("1", "1Gi"), bounds(parameter));
            case DURATION -> Stream.concat(Stream.of("1h"), bounds(parameter));
            case INTEGER ->
                Stream.concat(
                        Stream.of("1"),
                        Stream.of(parameter.minimum(), parameter.maximum())
                                .filter(Objects::nonNull)
                                .flatMap(bound -> Stream.of(Long.toString((long) Math.ceil(bound)), Long.toString((long)
                                        Math.floor(bound)))));
            case NUMBER ->
                Stream.concat(
                        Stream.of("1"),
                        Stream.of(parameter.minimum(), parameter.maximum())
                                .filter(Objects::nonNull)
                                .map(bound -> Double.toString(bound)));
        };
    }

    private static Stream<String> bounds(Parameter parameter) {
        return Stream.of(parameter.atLeast(), parameter.atMost()).filter(Objects::nonNull);
    }
}

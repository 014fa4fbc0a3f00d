package dev.taskping.operator.launch.parameter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Resolves the parameters of a Launch: given texts, defaults and references become typed values, or faults. Pure. */
public final class ParameterResolver {

    private ParameterResolver() {}

    /** Typed values, or faults. */
    public sealed interface Result {

        /**
         * Every declared parameter has a value.
         *
         * @param values by name
         */
        record Valid(Map<String, JsonNode> values) implements Result {}

        /**
         * Some parameters are wrong.
         *
         * @param message everything that is wrong, as a sentence for the person
         */
        record Invalid(String message) implements Result {}
    }

    /**
     * Resolves the parameters. A parameter that is not given gets its default. A given text or a default may refer to the task that
     * the person replied to, such as {@code $(task.outputs.checkpoint)}.
     *
     * @param given the given texts, by name
     */
    public static Result resolve(List<Parameter> declared, Map<String, String> given, RepliedTaskVariables task) {
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Parameter parameter : declared) {
            String text = given.get(parameter.name());
            Optional<String> reference = text == null
                    ? RepliedTaskVariables.reference(parameter.defaultValue())
                    : RepliedTaskVariables.reference(text);
            if (reference.isPresent()) {
                accept(parameter, fromTask(parameter, task.text(reference.get())), values, faults);
            } else if (text != null) {
                accept(parameter, TypedValueParser.parse(parameter, text), values, faults);
            } else if (hasDefault(parameter)) {
                defaultValue(parameter)
                        .ifPresentOrElse(
                                value -> values.put(parameter.name(), value),
                                () -> faults.add("the template's default for " + parameter.name()
                                        + " does not fit its own rules"));
            } else {
                faults.add(parameter.name() + " is missing; add " + parameter.name() + "=…");
            }
        }
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        declared.forEach(parameter -> unknown.remove(parameter.name()));
        unknown.forEach(name -> faults.add(UntrustedText.shown(name) + " is no parameter of this template; it has "
                + (declared.isEmpty()
                        ? "none"
                        : declared.stream().map(Parameter::name).collect(Collectors.joining(", ")))));
        return faults.isEmpty() ? new Result.Valid(values) : new Result.Invalid(String.join("; ", faults));
    }

    private static void accept(
            Parameter parameter, ParsedParameter parsed, Map<String, JsonNode> values, List<String> faults) {
        switch (parsed) {
            case ParsedParameter.Value value -> values.put(parameter.name(), value.node());
            case ParsedParameter.Fault fault -> faults.add(parameter.name() + ": " + fault.message());
        }
    }

    /** A text from a task has to meet the same rules as a text from a person. */
    private static ParsedParameter fromTask(Parameter parameter, ParsedParameter text) {
        return text instanceof ParsedParameter.Value value
                ? TypedValueParser.parse(parameter, value.node().asText())
                : text;
    }

    /** Whether the parameter has a default. */
    public static boolean hasDefault(Parameter parameter) {
        return parameter.defaultValue() != null && !parameter.defaultValue().isNull();
    }

    /** The typed default; empty if it does not meet the parameter's own rules. */
    public static Optional<JsonNode> defaultValue(Parameter parameter) {
        JsonNode written = parameter.defaultValue();
        if (written == null) {
            return Optional.empty();
        }
        boolean typed =
                switch (parameter.type()) {
                    case STRING, ENUM, DURATION -> written.isTextual();
                    case QUANTITY -> written.isTextual() || written.isNumber();
                    case INTEGER -> written.isIntegralNumber();
                    case NUMBER -> written.isNumber();
                    case BOOLEAN -> written.isBoolean();
                };
        String text = written.isNumber() ? written.decimalValue().toPlainString() : written.asText();
        return typed && TypedValueParser.parse(parameter, text) instanceof ParsedParameter.Value value
                ? Optional.of(value.node())
                : Optional.empty();
    }
}

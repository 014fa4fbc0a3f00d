package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.crds.LaunchTemplateSpec.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Gives the text of a reply the types that a template declares, or says what is wrong with it. */
final class ParameterValues {

    private ParameterValues() {}

    /** Typed values, or what is wrong. */
    sealed interface Result {

        /**
         * Every declared parameter has a value.
         *
         * @param values by name
         */
        record Valid(Map<String, JsonNode> values) implements Result {}

        /**
         * They cannot be used.
         *
         * @param message everything that is wrong, as a sentence for the person
         */
        record Invalid(String message) implements Result {}
    }

    /**
     * Checks and converts; defaults take the place of what is not given. A value or default may be a reference to the task
     * that was answered, such as {@code $(task.outputs.checkpoint)}.
     */
    static Result resolve(List<Parameter> declared, Map<String, String> given, TaskContext task) {
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Parameter parameter : declared) {
            String text = given.get(parameter.name());
            Optional<String> reference =
                    text == null ? TaskContext.reference(parameter.defaultValue()) : TaskContext.reference(text);
            if (reference.isPresent()) {
                accept(parameter, fromTask(parameter, task.text(reference.get())), values, faults);
            } else if (text != null) {
                accept(parameter, TypedText.of(parameter, text), values, faults);
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
            Parameter parameter, TypedText typed, Map<String, JsonNode> values, List<String> faults) {
        switch (typed) {
            case TypedText.Value value -> values.put(parameter.name(), value.node());
            case TypedText.Fault fault -> faults.add(parameter.name() + ": " + fault.message());
        }
    }

    /** What a task says is held to the same rules as what a person says. */
    private static TypedText fromTask(Parameter parameter, TypedText text) {
        return text instanceof TypedText.Value value
                ? TypedText.of(parameter, value.node().asText())
                : text;
    }

    /** Whether a reply may leave it out. */
    static boolean hasDefault(Parameter parameter) {
        return parameter.defaultValue() != null && !parameter.defaultValue().isNull();
    }

    /** The default with its type, if it fits the parameter's own rules. */
    static Optional<JsonNode> defaultValue(Parameter parameter) {
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
        return typed && TypedText.of(parameter, text) instanceof TypedText.Value value
                ? Optional.of(value.node())
                : Optional.empty();
    }
}

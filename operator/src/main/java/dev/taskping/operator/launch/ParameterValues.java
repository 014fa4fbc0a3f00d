package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.PatternSyntaxException;
import dev.taskping.crds.LaunchTemplateSpec.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Gives the text of a reply the types that a template declares, or says what is wrong with it. */
public final class ParameterValues {

    /** Where a parameter does not say how long its text may be. */
    static final int DEFAULT_MAX_LENGTH = 256;

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");
    private static final int SHOWN = 40;

    private ParameterValues() {}

    /** Typed values, or what is wrong. */
    public sealed interface Result {

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

    /** Checks and converts; defaults take the place of what is not given. */
    public static Result resolve(List<Parameter> declared, Map<String, String> given) {
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Parameter parameter : declared) {
            String text = given.get(parameter.name());
            if (text != null) {
                accept(parameter, text, values, faults);
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
        unknown.forEach(name -> faults.add(shown(name) + " is no parameter of this template; it has "
                + (declared.isEmpty()
                        ? "none"
                        : declared.stream().map(Parameter::name).collect(Collectors.joining(", ")))));
        return faults.isEmpty() ? new Result.Valid(values) : new Result.Invalid(String.join("; ", faults));
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
                    case STRING -> written.isTextual();
                    case INTEGER -> written.isIntegralNumber();
                    case NUMBER -> written.isNumber();
                    case BOOLEAN -> written.isBoolean();
                };
        String text = written.isNumber() ? written.decimalValue().toPlainString() : written.asText();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (typed) {
            accept(parameter, text, values, new ArrayList<>());
        }
        return Optional.ofNullable(values.get(parameter.name()));
    }

    private static void accept(Parameter parameter, String text, Map<String, JsonNode> values, List<String> faults) {
        String name = parameter.name();
        switch (parameter.type()) {
            case STRING -> {
                Optional<String> fault = textFault(parameter, text);
                fault.ifPresent(what -> faults.add(name + ": " + shown(text) + " " + what));
                if (fault.isEmpty()) {
                    values.put(name, TextNode.valueOf(text));
                }
            }
            case INTEGER -> {
                if (!INTEGER.matcher(text).matches()) {
                    faults.add(name + ": " + shown(text) + " is not a whole number");
                } else if (inRange(parameter, new BigDecimal(text), faults)) {
                    values.put(name, LongNode.valueOf(Long.parseLong(text)));
                }
            }
            case NUMBER -> {
                if (!NUMBER.matcher(text).matches() || !Double.isFinite(Double.parseDouble(text))) {
                    faults.add(name + ": " + shown(text) + " is not a number");
                } else if (inRange(parameter, new BigDecimal(text), faults)) {
                    values.put(name, DecimalNode.valueOf(canonical(text)));
                }
            }
            case BOOLEAN -> {
                // Telephones like to begin a word with a capital.
                switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> values.put(name, BooleanNode.TRUE);
                    case "false" -> values.put(name, BooleanNode.FALSE);
                    default -> faults.add(name + ": " + shown(text) + " is neither true nor false");
                }
            }
        }
    }

    /** Without trailing zeros, and without exponent where the number is whole: a Job's integers take no exponent. */
    private static BigDecimal canonical(String text) {
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static boolean inRange(Parameter parameter, BigDecimal value, List<String> faults) {
        if (parameter.minimum() != null && value.compareTo(BigDecimal.valueOf(parameter.minimum())) < 0) {
            faults.add(parameter.name() + ": " + value.toPlainString() + " is less than the minimum "
                    + plain(parameter.minimum()));
            return false;
        }
        if (parameter.maximum() != null && value.compareTo(BigDecimal.valueOf(parameter.maximum())) > 0) {
            faults.add(parameter.name() + ": " + value.toPlainString() + " is more than the maximum "
                    + plain(parameter.maximum()));
            return false;
        }
        return true;
    }

    /**
     * The rules of the template, and two that hold always: no control characters, and no {@code $(}, which the kubelet
     * would replace by the value of an environment variable, a secret one perhaps.
     */
    private static Optional<String> textFault(Parameter parameter, String text) {
        int longest = parameter.maxLength() == null ? DEFAULT_MAX_LENGTH : parameter.maxLength();
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of("is longer than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(point -> Character.isISOControl(point) || isHidden(point))) {
            return Optional.of("has control characters in it");
        }
        if (text.contains("$(")) {
            return Optional.of("has $( in it, which would be replaced by an environment variable");
        }
        List<String> allowed = parameter.values();
        if (allowed != null && !allowed.contains(text)) {
            return Optional.of("is not one of " + String.join(", ", allowed));
        }
        String pattern = parameter.pattern();
        if (pattern != null && !matches(pattern, text)) {
            return Optional.of("does not match " + pattern);
        }
        return Optional.empty();
    }

    /** Surrogates without partner, and the marks that make text run the other way. */
    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return type == Character.SURROGATE || type == Character.FORMAT;
    }

    /** RE2 runs in linear time: no pattern and no text together can hold the operator up. */
    private static boolean matches(String pattern, String text) {
        try {
            return com.google.re2j.Pattern.matches(pattern, text);
        } catch (PatternSyntaxException e) {
            return false; // the template is not Ready and says so
        }
    }

    private static String plain(double limit) {
        return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }

    private static String shown(String text) {
        String visible = text.codePoints()
                .limit(SHOWN)
                .map(point -> Character.isISOControl(point) || isHidden(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + visible + (text.codePointCount(0, text.length()) > SHOWN ? "…" : "") + "'";
    }
}

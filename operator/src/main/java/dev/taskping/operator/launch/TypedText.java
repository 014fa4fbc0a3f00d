package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.PatternSyntaxException;
import dev.taskping.crds.GoDuration;
import dev.taskping.crds.LaunchTemplateSpec.Parameter;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A parameter's text with the type that its template declares, or what is wrong with it. */
sealed interface TypedText {

    /**
     * It fits.
     *
     * @param node a number, a boolean or a text; quantities and durations stay text
     */
    record Value(JsonNode node) implements TypedText {}

    /**
     * It does not.
     *
     * @param message what is wrong, the rest of a sentence that begins with the parameter's name and a colon
     */
    record Fault(String message) implements TypedText {}

    /** Where a parameter does not say how long its text may be. */
    int DEFAULT_MAX_LENGTH = 256;

    /** Reads a text as a value of that parameter. */
    static TypedText of(Parameter parameter, String text) {
        String shown = UntrustedText.shown(text);
        return switch (parameter.type()) {
            case STRING -> textFault(parameter, text).<TypedText>map(Fault::new).orElseGet(() -> textValue(text));
            case INTEGER ->
                Numbers.INTEGER.matcher(text).matches()
                        ? inRange(parameter, new BigDecimal(text))
                                .<TypedText>map(Fault::new)
                                .orElseGet(() -> new Value(LongNode.valueOf(Long.parseLong(text))))
                        : new Fault(shown + " is not a whole number");
            case NUMBER ->
                Numbers.NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))
                        ? inRange(parameter, new BigDecimal(text))
                                .<TypedText>map(Fault::new)
                                .orElseGet(() -> new Value(DecimalNode.valueOf(Numbers.canonical(text))))
                        : new Fault(shown + " is not a number");
            case BOOLEAN ->
                switch (text.toLowerCase(Locale.ROOT)) { // telephones like to begin a word with a capital
                    case "true" -> new Value(BooleanNode.TRUE);
                    case "false" -> new Value(BooleanNode.FALSE);
                    default -> new Fault(shown + " is neither true nor false");
                };
            case ENUM -> enumValue(Optional.ofNullable(parameter.values()).orElse(List.of()), text);
            case QUANTITY -> bounded(parameter, text, "quantity; write for example 16Gi or 500m", TypedText::quantity);
            case DURATION -> bounded(parameter, text, "duration; write for example 30m or 1h30m", TypedText::duration);
        };
    }

    static Value textValue(String text) {
        return new Value(TextNode.valueOf(text));
    }

    /** As it is declared, however it is capitalized, unless two differ by that alone. */
    private static TypedText enumValue(List<String> values, String text) {
        if (values.contains(text)) {
            return textValue(text);
        }
        List<String> alike =
                values.stream().filter(value -> value.equalsIgnoreCase(text)).toList();
        return alike.size() == 1
                ? textValue(alike.getFirst())
                : new Fault(UntrustedText.shown(text) + " is not one of " + String.join(", ", values));
    }

    private static Optional<String> textFault(Parameter parameter, String text) {
        int longest = parameter.maxLength() == null ? DEFAULT_MAX_LENGTH : parameter.maxLength();
        Optional<String> fault = UntrustedText.fault(text, longest);
        if (fault.isEmpty()) {
            List<String> allowed = parameter.values();
            if (allowed != null && !allowed.contains(text)) {
                fault = Optional.of("is not one of " + String.join(", ", allowed));
            } else if (parameter.pattern() != null && !matches(parameter.pattern(), text)) {
                fault = Optional.of("does not match " + parameter.pattern());
            }
        }
        return fault.map(what -> UntrustedText.shown(text) + " " + what);
    }

    /** RE2 runs in linear time: no pattern and no text together can hold the operator up. */
    private static boolean matches(String pattern, String text) {
        try {
            return com.google.re2j.Pattern.matches(pattern, text);
        } catch (PatternSyntaxException e) {
            return false; // the template is not Ready and says so
        }
    }

    private static Optional<String> inRange(Parameter parameter, BigDecimal value) {
        if (parameter.minimum() != null && value.compareTo(BigDecimal.valueOf(parameter.minimum())) < 0) {
            return Optional.of(
                    value.toPlainString() + " is less than the minimum " + Numbers.plain(parameter.minimum()));
        }
        if (parameter.maximum() != null && value.compareTo(BigDecimal.valueOf(parameter.maximum())) > 0) {
            return Optional.of(
                    value.toPlainString() + " is more than the maximum " + Numbers.plain(parameter.maximum()));
        }
        return Optional.empty();
    }

    private static TypedText bounded(
            Parameter parameter, String text, String what, Function<String, Optional<BigDecimal>> size) {
        Optional<BigDecimal> value = size.apply(text);
        if (value.isEmpty()) {
            return new Fault(UntrustedText.shown(text) + " is no " + what);
        }
        if (size(parameter.atLeast(), size)
                .filter(least -> value.get().compareTo(least) < 0)
                .isPresent()) {
            return new Fault(UntrustedText.shown(text) + " is less than " + parameter.atLeast() + ", the least");
        }
        if (size(parameter.atMost(), size)
                .filter(most -> value.get().compareTo(most) > 0)
                .isPresent()) {
            return new Fault(UntrustedText.shown(text) + " is more than " + parameter.atMost() + ", the most");
        }
        return textValue(text);
    }

    private static Optional<BigDecimal> size(@Nullable String bound, Function<String, Optional<BigDecimal>> size) {
        return Optional.ofNullable(bound).flatMap(size);
    }

    /** How much a quantity is, if the text is one that is not negative. */
    static Optional<BigDecimal> quantity(String text) {
        return Numbers.QUANTITY.matcher(text).matches()
                ? Optional.of(Quantity.parse(text).getNumericalAmount())
                : Optional.empty();
    }

    /** How many seconds a duration has, if the text is one. */
    static Optional<BigDecimal> duration(String text) {
        return Numbers.DURATION.matcher(text).matches()
                ? Optional.of(BigDecimal.valueOf(GoDuration.parse(text).toSeconds()))
                : Optional.empty();
    }

    /** How numbers are written. */
    final class Numbers {

        private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

        /** Of Kubernetes' quantities (apimachinery, resource.Quantity) those that are not negative and have no exponent. */
        private static final Pattern QUANTITY =
                Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,9})?(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");

        /** As {@link GoDuration} reads them, and never nothing. */
        private static final Pattern DURATION = Pattern.compile("(?=.)([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?");

        private Numbers() {}

        /** Without trailing zeros, and without exponent where the number is whole: a Job's integers take no exponent. */
        private static BigDecimal canonical(String text) {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            return value.scale() < 0 ? value.setScale(0) : value;
        }

        private static String plain(double limit) {
            return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
        }
    }
}

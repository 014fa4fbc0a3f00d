package dev.taskping.operator.launch.parameter;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.PatternSyntaxException;
import dev.taskping.crds.GoDuration;
import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import dev.taskping.operator.launch.parameter.ParsedParameter.Fault;
import dev.taskping.operator.launch.parameter.ParsedParameter.Value;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the text of a parameter into a value of the type that its template declares. Pure. */
public final class TypedValueParser {

    /** The longest text, in characters, if the parameter does not say. */
    private static final int DEFAULT_MAX_LENGTH = 256;

    private TypedValueParser() {}

    /** Parses a text as a value of that parameter, and checks it by the parameter's own rules. */
    public static ParsedParameter parse(Parameter parameter, String text) {
        String shown = UntrustedText.shown(text);
        return switch (parameter.type()) {
            case STRING ->
                textFault(parameter, text).<ParsedParameter>map(Fault::new).orElseGet(() -> textValue(text));
            case INTEGER ->
                number(text)
                        .filter(Numbers::isWhole)
                        .map(value -> inRange(parameter, value)
                                .<ParsedParameter>map(Fault::new)
                                .orElseGet(() -> new Value(LongNode.valueOf(value.longValueExact()))))
                        .orElseGet(() -> new Fault(shown + " is not a whole number"));
            case NUMBER ->
                number(text)
                        .map(value -> inRange(parameter, value)
                                .<ParsedParameter>map(Fault::new)
                                .orElseGet(() -> new Value(DecimalNode.valueOf(Numbers.canonical(value)))))
                        .orElseGet(() -> new Fault(shown + " is not a number"));
            case BOOLEAN ->
                switch (text.toLowerCase(Locale.ROOT)) { // phones capitalise the first word
                    case "true" -> new Value(BooleanNode.TRUE);
                    case "false" -> new Value(BooleanNode.FALSE);
                    default -> new Fault(shown + " is neither true nor false");
                };
            case ENUM -> enumValue(Optional.ofNullable(parameter.values()).orElse(List.of()), text);
            case QUANTITY ->
                bounded(parameter, text, "quantity; write for example 16Gi or 500m", TypedValueParser::quantity);
            case DURATION ->
                bounded(
                        parameter,
                        Numbers.withoutDays(text),
                        "duration; write for example 30m, 1h30m or 2d",
                        TypedValueParser::duration);
        };
    }

    /** A text as a value. */
    static Value textValue(String text) {
        return new Value(TextNode.valueOf(text));
    }

    /** Ignores case, unless two values differ by case alone. */
    private static ParsedParameter enumValue(List<String> values, String text) {
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

    /** RE2 runs in linear time: no pattern can block the operator. */
    private static boolean matches(String pattern, String text) {
        try {
            return com.google.re2j.Pattern.matches(pattern, text);
        } catch (PatternSyntaxException e) {
            return false; // the template is not Ready because of its pattern
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

    private static ParsedParameter bounded(
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

    /** The value of a number as people write it, such as {@code .5}, {@code +3e-4} or {@code 1e9}; empty if the text is none. */
    private static Optional<BigDecimal> number(String text) {
        return Numbers.NUMBER.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    /** The value of a quantity; empty if the text is none, or is negative. */
    static Optional<BigDecimal> quantity(String text) {
        return Numbers.QUANTITY.matcher(text).matches()
                ? Optional.of(Quantity.parse(text).getNumericalAmount())
                : Optional.empty();
    }

    /** The seconds of a duration; empty if the text is none. */
    public static Optional<BigDecimal> duration(String text) {
        return Numbers.DURATION.matcher(text).matches()
                ? Optional.of(BigDecimal.valueOf(GoDuration.parse(text).toSeconds()))
                : Optional.empty();
    }

    /** The syntax of numbers. */
    private static final class Numbers {

        /** Digits of the largest whole number. */
        private static final int MAX_DIGITS = 18;

        private static final Pattern NUMBER =
                Pattern.compile("[+-]?([0-9]{1,30}(\\.[0-9]{0,30})?|\\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?");

        /** The quantities of Kubernetes (apimachinery, resource.Quantity) that are not negative. */
        private static final Pattern QUANTITY = Pattern.compile(
                "\\+?([0-9]{1,18}(\\.[0-9]{0,9})?|\\.[0-9]{1,9})(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]{1,2})?");

        private static final Pattern DAYS =
                Pattern.compile("([0-9]{1,4})d(?:([0-9]{1,6})h)?((?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?)");

        /** What {@link GoDuration} parses, but never an empty text. */
        private static final Pattern DURATION = Pattern.compile("(?=.)([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?");

        private Numbers() {}

        private static boolean isWhole(BigDecimal value) {
            BigDecimal plain = value.stripTrailingZeros();
            return plain.scale() <= 0 && plain.precision() - plain.scale() <= MAX_DIGITS;
        }

        /** Without trailing zeros, and without an exponent if it is a whole number: integers in a Job have no exponent. */
        private static BigDecimal canonical(BigDecimal number) {
            BigDecimal value = number.stripTrailingZeros();
            return value.scale() < 0 ? value.setScale(0) : value;
        }

        /** Days as hours: programs read durations as Go does, which knows no days. Any other text stays. */
        private static String withoutDays(String text) {
            Matcher days = DAYS.matcher(text);
            if (!days.matches()) {
                return text;
            }
            long hours = days.group(2) == null ? 0 : Long.parseLong(days.group(2));
            return Long.parseLong(days.group(1)) * 24 + hours + "h" + days.group(3);
        }

        private static String plain(double limit) {
            return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
        }
    }
}

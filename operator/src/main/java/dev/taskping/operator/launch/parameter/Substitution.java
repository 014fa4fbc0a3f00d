package dev.taskping.operator.launch.parameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.taskping.crds.JobTemplate;
import dev.taskping.crds.launch.LaunchTemplateSpec;
import dev.taskping.crds.launch.LaunchTemplateSpec.Parameter;
import dev.taskping.crds.launch.LaunchTemplateSpec.ParameterType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code $(params.NAME)} and {@code $(task.NAME)} in a template's tree by values. It works on the parsed tree: a value
 * stays one value whatever it contains, and keys do not change. A reference that is the whole value gets the parameter's type.
 * Pure.
 */
public final class Substitution {

    /** As in Kubernetes, {@code $$(…)} is no reference. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?<!\\$)\\$\\(((?:params|task)\\.[A-Za-z][A-Za-z0-9_]{0,39}(?:\\.[A-Za-z][A-Za-z0-9_]{0,39})?)\\)");

    /** The suffix of a reference to a duration in whole seconds. */
    private static final String SECONDS = ".seconds";

    /** The fields of a container whose text Kubernetes does not interpret. */
    private static final Pattern PLAIN_TEXT =
            Pattern.compile("/spec/template/spec/(?:initC|c)ontainers/[0-9]+/(?:args/[0-9]+|env/[0-9]+/value)");

    private Substitution() {}

    /** The values of references to parameters, by reference without dollar and brackets. */
    public static Map<String, JsonNode> valuesOf(List<Parameter> declared, Map<String, JsonNode> values) {
        Map<String, JsonNode> references = new HashMap<>();
        for (Parameter parameter : declared) {
            JsonNode value = values.get(parameter.name());
            if (value != null) {
                references.put("params." + parameter.name(), value);
                if (parameter.type() == ParameterType.DURATION) {
                    TypedValueParser.duration(value.asText())
                            .ifPresent(seconds -> references.put(
                                    "params." + parameter.name() + SECONDS,
                                    LongNode.valueOf(seconds.longValueExact())));
                }
            }
        }
        return references;
    }

    /** The references in a template, without dollar and brackets. */
    public static Set<String> references(JobTemplate template) {
        return new TreeSet<>(places(template).keySet());
    }

    /** What is wrong with a template's references; empty if nothing is. */
    public static Optional<String> fault(LaunchTemplateSpec template) {
        Map<String, Set<String>> places = places(template.jobTemplate());
        Set<String> unknown = new TreeSet<>(places.keySet());
        unknown.removeIf(reference ->
                RepliedTaskVariables.reference("$(" + reference + ")").isPresent());
        for (Parameter parameter : template.parameters()) {
            unknown.remove("params." + parameter.name());
            if (parameter.type() == ParameterType.DURATION) {
                unknown.remove("params." + parameter.name() + SECONDS);
            }
        }
        if (!unknown.isEmpty()) {
            return Optional.of("jobTemplate uses $(" + String.join("), $(", unknown)
                    + "), which parameters does not declare; declare it or correct the name");
        }
        return places.entrySet().stream()
                .filter(use -> use.getKey().startsWith("task."))
                .flatMap(use -> use.getValue().stream()
                        .filter(place -> !PLAIN_TEXT.matcher(place).matches())
                        .map(place -> "jobTemplate uses $(" + use.getKey() + ") at " + place
                                + ", where only parameters may stand; declare a parameter whose default is $("
                                + use.getKey() + ") and use that"))
                .findFirst();
    }

    /**
     * The template with its references replaced.
     *
     * @param values the values by reference, without dollar and brackets
     * @throws IllegalArgumentException if a reference has no value
     */
    public static JobTemplate apply(JobTemplate template, Map<String, JsonNode> values) {
        ObjectNode metadata = template.metadata();
        return new JobTemplate(metadata == null ? null : (ObjectNode) replace(metadata, values), (ObjectNode)
                replace(template.spec(), values));
    }

    /** A value as it appears within a text. */
    public static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static JsonNode replace(JsonNode node, Map<String, JsonNode> values) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> copy.set(field.getKey(), replace(field.getValue(), values)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> copy.add(replace(item, values)));
                yield copy;
            }
            case TextNode text -> replace(text, values);
            default -> node;
        };
    }

    private static JsonNode replace(TextNode text, Map<String, JsonNode> values) {
        Matcher reference = REFERENCE.matcher(text.textValue());
        if (reference.matches()) {
            return value(reference.group(1), values);
        }
        reference.reset();
        return reference.find()
                ? TextNode.valueOf(
                        reference.replaceAll(found -> Matcher.quoteReplacement(text(value(found.group(1), values)))))
                : text;
    }

    private static JsonNode value(String reference, Map<String, JsonNode> values) {
        JsonNode value = values.get(reference);
        if (value == null) {
            throw new IllegalArgumentException("$(" + reference + ") is not declared");
        }
        return value;
    }

    /** The places of each reference, as JSON pointers. */
    private static Map<String, Set<String>> places(JobTemplate template) {
        Map<String, Set<String>> places = new TreeMap<>();
        BiConsumer<String, String> collector = (reference, place) ->
                places.computeIfAbsent(reference, key -> new TreeSet<>()).add(place);
        collect("/spec", template.spec(), collector);
        if (template.metadata() != null) {
            collect("/metadata", template.metadata(), collector);
        }
        return places;
    }

    private static void collect(String place, JsonNode node, BiConsumer<String, String> collector) {
        switch (node) {
            case ObjectNode object ->
                object.properties()
                        .forEach(field -> collect(place + "/" + field.getKey(), field.getValue(), collector));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    collect(place + "/" + i, array.get(i), collector);
                }
            }
            case TextNode text -> {
                Matcher reference = REFERENCE.matcher(text.textValue());
                while (reference.find()) {
                    collector.accept(reference.group(1), place);
                }
            }
            default -> {
                // Other values contain no references.
            }
        }
    }
}

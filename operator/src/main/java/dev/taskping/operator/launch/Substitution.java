package dev.taskping.operator.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.taskping.crds.JobTemplate;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values in the place of {@code $(params.NAME)} on the parsed tree: what is a value stays one value, whatever it
 * contains, and keys are never touched. A reference that is the whole value takes the parameter's type.
 */
final class Substitution {

    /** As in Kubernetes, a doubled dollar means the text itself. */
    private static final Pattern REFERENCE = Pattern.compile("(?<!\\$)\\$\\(params\\.([A-Za-z][A-Za-z0-9_]{0,39})\\)");

    private Substitution() {}

    /** The names that a template refers to. */
    static Set<String> references(JobTemplate template) {
        Set<String> names = new TreeSet<>();
        collect(template.spec(), names);
        if (template.metadata() != null) {
            collect(template.metadata(), names);
        }
        return names;
    }

    /**
     * The template with its references replaced.
     *
     * @throws IllegalArgumentException if it refers to a name without value
     */
    static JobTemplate apply(JobTemplate template, Map<String, JsonNode> values) {
        ObjectNode metadata = template.metadata();
        return new JobTemplate(metadata == null ? null : (ObjectNode) replace(metadata, values), (ObjectNode)
                replace(template.spec(), values));
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
            return value(reference, values);
        }
        reference.reset();
        return reference.find()
                ? TextNode.valueOf(
                        reference.replaceAll(found -> Matcher.quoteReplacement(text(value(found.group(1), values)))))
                : text;
    }

    private static JsonNode value(Matcher reference, Map<String, JsonNode> values) {
        return value(reference.group(1), values);
    }

    private static JsonNode value(String name, Map<String, JsonNode> values) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("$(params." + name + ") refers to a parameter that is not declared");
        }
        return value;
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            Matcher reference = REFERENCE.matcher(node.textValue());
            while (reference.find()) {
                names.add(reference.group(1));
            }
        }
        for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
            collect(children.next(), names);
        }
    }
}

package dev.taskping.operator.jobcreation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Converts numbers and booleans to text where the schema of a Job has text. A parameter keeps its type in
 * {@code parallelism: $(params.n)}, but a container's {@code args} and {@code env} take text only; a template's author need not
 * know which field takes what.
 */
final class TextFieldCoercion {

    private TextFieldCoercion() {}

    /**
     * The Job with text where its Java model has text. Fields that the model does not know stay as they are, and so does a tree
     * that is no Job: the API server will refuse it.
     */
    static ObjectNode coerce(ObjectNode job, KubernetesSerialization serialization) {
        JsonNode typed;
        try {
            typed = serialization.convertValue(serialization.convertValue(job, Job.class), JsonNode.class);
        } catch (IllegalArgumentException e) {
            return job;
        }
        ObjectNode corrected = job.deepCopy();
        correct(corrected, typed);
        return corrected;
    }

    private static void correct(JsonNode written, JsonNode typed) {
        switch (written) {
            case ObjectNode object ->
                object.properties().forEach(field -> {
                    JsonNode counterpart = typed.path(field.getKey());
                    if (isTextByType(field.getValue(), counterpart)) {
                        field.setValue(text(field.getValue()));
                    } else {
                        correct(field.getValue(), counterpart);
                    }
                });
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    if (isTextByType(array.get(i), typed.path(i))) {
                        array.set(i, text(array.get(i)));
                    } else {
                        correct(array.get(i), typed.path(i));
                    }
                }
            }
            default -> {
                // The scalar has the right type.
            }
        }
    }

    private static boolean isTextByType(JsonNode written, JsonNode typed) {
        return (written.isNumber() || written.isBoolean()) && typed.isTextual();
    }

    private static TextNode text(JsonNode scalar) {
        return TextNode.valueOf(
                scalar.isNumber() ? scalar.decimalValue().stripTrailingZeros().toPlainString() : scalar.asText());
    }
}

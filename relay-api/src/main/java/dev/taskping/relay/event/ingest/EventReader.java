package dev.taskping.relay.event.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.relay.platform.api.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads a batch of CloudEvents, each event on its own: a malformed event does not affect the others. Pure. */
public final class EventReader {

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    private EventReader() {}

    /** One event of a batch, understood or not. */
    sealed interface Read {

        /** It has the shape of an event; its values are still to be validated. */
        record Understood(TaskEvent event) implements Read {}

        /**
         * It has not.
         *
         * @param id the event's id, as far as it has one
         * @param fault the field at fault and what is wrong with it
         */
        record Broken(String id, String fault) implements Read {}
    }

    /**
     * Reads a batch.
     *
     * @param body a JSON array of CloudEvents in structured mode
     * @param maxEvents how many it may hold
     * @throws ProblemException 400, if it is no JSON array or too long
     */
    public static List<Read> read(byte[] body, int maxEvents) {
        JsonNode batch = parse(body);
        if (!(batch instanceof ArrayNode events)) {
            throw ProblemException.invalid(
                    "The body must be a JSON array of CloudEvents (a batch), even for one event.");
        }
        if (events.size() > maxEvents) {
            throw ProblemException.invalid(
                    "The batch holds " + events.size() + " events; send at most " + maxEvents + " at once.");
        }
        // PostgreSQL cannot store U+0000; the outcome of a program that printed it must not be lost.
        boolean hasNul = new String(body, StandardCharsets.ISO_8859_1).contains("\\u0000");
        List<Read> read = new ArrayList<>(events.size());
        for (JsonNode event : events) {
            read.add(readOne(hasNul ? withoutNul(event) : event));
        }
        return read;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid("The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ProblemException.invalid("The body is not JSON in UTF-8.");
        }
    }

    private static Read readOne(JsonNode event) {
        if (!event.isObject()) {
            return new Read.Broken("", "an event must be a JSON object");
        }
        String id = event.path("id").isTextual() ? event.path("id").textValue() : "";
        JsonNode version = event.path("specversion");
        if (!version.isMissingNode() && !"1.0".equals(version.asText())) {
            return new Read.Broken(id, "specversion: must be 1.0");
        }
        try {
            return new Read.Understood(JSON.treeToValue(event, TaskEvent.class));
        } catch (JsonMappingException e) {
            return new Read.Broken(id, path(e) + firstSentence(e));
        } catch (JsonProcessingException e) {
            return new Read.Broken(id, e.getOriginalMessage());
        }
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String firstSentence(JsonMappingException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            return refused.getMessage();
        }
        return e.getOriginalMessage();
    }

    private static JsonNode withoutNul(JsonNode node) {
        switch (node) {
            case TextNode text -> {
                return TextNode.valueOf(text.textValue().replace("\0", ""));
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, withoutNul(array.get(i)));
                }
                return array;
            }
            case ObjectNode object -> {
                ObjectNode stripped = JSON.createObjectNode();
                for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
                    Map.Entry<String, JsonNode> field = fields.next();
                    stripped.set(field.getKey().replace("\0", ""), withoutNul(field.getValue()));
                }
                return stripped;
            }
            default -> {
                return node;
            }
        }
    }
}

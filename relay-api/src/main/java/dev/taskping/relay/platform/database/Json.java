package dev.taskping.relay.platform.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.protocol.ProtocolJson;
import java.util.List;
import java.util.Map;

/** Writes and reads the {@code jsonb} columns, in the protocol's dialect. */
public final class Json {

    private static final ObjectMapper MAPPER = ProtocolJson.mapper();

    private Json() {}

    /** The value as JSON text; {@code null} is JSON's null. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /**
     * Reads a column.
     *
     * @throws IllegalStateException naming the type, if the column holds something else
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column does not hold a " + type.getName(), e);
        }
    }

    /** Reads a column that holds a JSON array. */
    public static <T> List<T> readList(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, MAPPER.getTypeFactory().constructCollectionType(List.class, type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column does not hold a list of " + type.getName(), e);
        }
    }

    /** Reads a column that holds a JSON object of texts. */
    public static Map<String, String> readStrings(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A column does not hold an object of texts", e);
        }
    }
}

package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Everything that the relay needs to reach a channel, including secrets. In JSON this is one object, {@code {"type": "…",
 * "botToken": "…"}}. The provider in the relay defines the fields of its type. The relay encrypts the settings at rest, and
 * {@code toString} shows only the names of fields.
 *
 * @param type the provider; empty if the JSON names none
 * @param fields the provider's fields by name
 */
public record ChannelSettings(String type, ObjectNode fields) {

    private static final String TYPE = "type";

    public ChannelSettings {
        fields = fields.deepCopy();
    }

    /** Settings with these texts as fields. */
    public static ChannelSettings of(String type, Map<String, String> fields) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach(json::put);
        return new ChannelSettings(type, json);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ChannelSettings read(ObjectNode json) {
        ObjectNode fields = json.deepCopy();
        fields.remove(TYPE);
        return new ChannelSettings(json.path(TYPE).asText(""), fields);
    }

    /** The JSON for the wire and the database, with the type first. */
    @JsonValue
    ObjectNode write() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(TYPE, type);
        json.setAll(fields);
        return json;
    }

    @Override
    public String toString() {
        List<String> names = fields.properties().stream().map(Map.Entry::getKey).toList();
        return "ChannelSettings[type=" + type + ", fields=" + names + "]";
    }
}

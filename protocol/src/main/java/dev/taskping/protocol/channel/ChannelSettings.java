package dev.taskping.protocol.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Everything that is needed to reach a channel, secrets included: as JSON one object, {@code {"type": "telegram",
 * "botToken": "…"}}. Which fields a type has, its provider in the relay says. It is sealed at rest, and its {@code toString}
 * shows names only.
 *
 * @param type the provider, such as {@code telegram}; empty if the JSON names none
 * @param fields what the provider wants to know, by name
 */
public record ChannelSettings(String type, ObjectNode fields) {

    private static final String TYPE = "type";

    public ChannelSettings {
        fields = fields.deepCopy();
    }

    /** With these texts. */
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

    /** As it is sent and stored: the type first. */
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

package dev.taskping.operator.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.crds.channel.NotificationChannelSpec;
import dev.taskping.crds.channel.SecretKeys;
import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.channel.ChannelSettings;

/**
 * Joins the block of a channel's type and the declared keys of its Secret to the provider's settings. Of the Secret nothing but
 * these keys leaves the cluster. Pure.
 */
final class SettingsReader {

    private static final ObjectMapper JSON = ProtocolJson.mapper();

    private SettingsReader() {}

    /**
     * Reads.
     *
     * @throws SecretData.MissingKeyException if the Secret lacks something
     */
    static ChannelSettings read(NotificationChannelSpec spec, SecretData secret) {
        ObjectNode fields = block(spec);
        SecretKeys keys = spec.type().secretKeys();
        keys.needs().stream()
                .filter(need -> need.field() == null || fields.has(need.field()))
                .forEach(need -> putFirst(fields, need, secret));
        keys.optional().forEach(key -> secret.value(key).ifPresent(value -> fields.put(key, value)));
        if (keys.rest() != null) {
            ObjectNode rest = fields.putObject(keys.rest());
            secret.without(keys.declared()).forEach(rest::put);
        }
        return new ChannelSettings(spec.type().id(), fields);
    }

    /** The block as the schema has it, defaults included, also where a channel has none. */
    private static ObjectNode block(NotificationChannelSpec spec) {
        JsonNode written = JSON.valueToTree(spec).path(spec.type().id());
        return JSON.valueToTree(JSON.convertValue(
                written.isMissingNode() ? JSON.createObjectNode() : written,
                spec.type().block()));
    }

    private static void putFirst(ObjectNode fields, SecretKeys.Need need, SecretData secret) {
        for (String key : need.keys()) {
            var value = secret.value(key);
            if (value.isPresent()) {
                fields.put(key, value.get());
                return;
            }
        }
        throw new SecretData.MissingKeyException(need.keys().getLast());
    }
}

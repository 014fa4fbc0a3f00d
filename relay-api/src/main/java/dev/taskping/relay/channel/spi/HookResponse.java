package dev.taskping.relay.channel.spi;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request to a hook.
 *
 * @param status HTTP's
 * @param mediaType of the body; absent without a body
 * @param body its text
 */
public record HookResponse(int status, @Nullable String mediaType, String body) {

    /** A status alone. */
    public static HookResponse empty(int status) {
        return new HookResponse(status, null, "");
    }

    /** 200 with JSON. */
    public static HookResponse json(JsonNode body) {
        return new HookResponse(200, "application/json", body.toString());
    }

    /** 200 with XML. */
    public static HookResponse xml(String body) {
        return new HookResponse(200, "text/xml;charset=UTF-8", body);
    }
}

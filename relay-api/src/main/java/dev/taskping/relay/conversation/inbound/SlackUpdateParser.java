package dev.taskping.relay.conversation.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.spi.InboundUpdate;
import dev.taskping.relay.channel.spi.ProviderAccount;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Slack tells an app: presses of buttons ({@code block_actions}), and its slash commands. */
public final class SlackUpdateParser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SlackUpdateParser() {}

    /**
     * What a person did, and where words that only they see can be said to it.
     *
     * @param incoming what
     * @param responseUrl good for half an hour
     */
    public record Said(InboundUpdate incoming, @Nullable URI responseUrl) {}

    /** What a form says; empty for everything else that Slack tells. */
    public static Optional<Said> read(String provider, byte[] body) {
        Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
        return form.containsKey("payload")
                ? press(provider, parse(form.getOrDefault("payload", "")))
                : command(provider, form);
    }

    private static Optional<Said> press(String provider, JsonNode payload) {
        JsonNode action = payload.path("actions").path(0);
        String user = payload.path("user").path("id").asText();
        String chat = payload.path("channel").path("id").asText();
        String id = payload.path("trigger_id").asText();
        if (!payload.path("type").asText().equals("block_actions")
                || user.isEmpty()
                || chat.isEmpty()
                || id.isEmpty()) {
            return Optional.empty();
        }
        String message = payload.path("container").path("message_ts").asText();
        return Optional.of(new Said(
                new InboundUpdate.Press(
                        id,
                        chat,
                        !chat.startsWith("D"),
                        new ProviderAccount(provider, user),
                        id,
                        message.isEmpty() ? null : message,
                        withoutNul(action.path("value").asText())),
                url(payload.path("response_url").asText())));
    }

    private static Optional<Said> command(String provider, Map<String, String> form) {
        String user = form.getOrDefault("user_id", "");
        String chat = form.getOrDefault("channel_id", "");
        String id = form.getOrDefault("trigger_id", "");
        if (!form.containsKey("command") || user.isEmpty() || chat.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        String text = withoutNul(form.getOrDefault("text", "")).strip();
        return Optional.of(new Said(
                new InboundUpdate.Text(
                        id,
                        chat,
                        !chat.startsWith("D"),
                        new ProviderAccount(provider, user),
                        // A command is no message, so that nothing can stand below it.
                        "",
                        text.isEmpty() ? "help" : text,
                        null),
                url(form.getOrDefault("response_url", ""))));
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> form = new HashMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                form.put(decode(parts[0]), decode(parts[1]));
            }
        }
        return form;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static @Nullable URI url(String text) {
        try {
            return text.isEmpty() ? null : URI.create(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** PostgreSQL stores no such character. */
    private static String withoutNul(String text) {
        return text.replace("\u0000", "");
    }
}

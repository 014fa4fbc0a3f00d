package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.HookRequest;
import dev.taskping.relay.channel.spi.InboundUpdate;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what Slack tells an app: presses of buttons ({@code block_actions}), and its slash commands. */
final class SlackUpdateParser {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAYLOAD = "payload";

    private SlackUpdateParser() {}

    /** What a person did; empty for everything else that Slack tells. */
    static Optional<InboundUpdate> read(BotIdentity bot, HookRequest request) {
        Map<String, List<String>> form = request.form();
        return form.containsKey(PAYLOAD) ? press(bot, parse(field(form, PAYLOAD))) : command(bot, form);
    }

    /** Where words can be said that only the person sees who did it, for half an hour. */
    static Optional<URI> responseUrl(HookRequest request) {
        Map<String, List<String>> form = request.form();
        String url = form.containsKey(PAYLOAD)
                ? parse(field(form, PAYLOAD)).path("response_url").asText()
                : field(form, "response_url");
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<InboundUpdate> press(BotIdentity bot, JsonNode payload) {
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
        return Optional.of(new InboundUpdate.Press(
                id,
                chat,
                isGroup(chat),
                bot.account(user),
                id,
                message.isEmpty() ? null : message,
                action.path("value").asText()));
    }

    private static Optional<InboundUpdate> command(BotIdentity bot, Map<String, List<String>> form) {
        String user = field(form, "user_id");
        String chat = field(form, "channel_id");
        String id = field(form, "trigger_id");
        if (!form.containsKey("command") || user.isEmpty() || chat.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        String text = field(form, "text");
        return Optional.of(new InboundUpdate.Text(
                id,
                chat,
                isGroup(chat),
                bot.account(user),
                // A command is no message, so that nothing can stand below it.
                "",
                text.isBlank() ? "help" : SlackWrittenText.plain(text),
                null,
                // Of what a channel says, Slack tells an app of nothing but its own commands.
                InboundUpdate.Addressee.BOT));
    }

    private static boolean isGroup(String chat) {
        return !chat.startsWith("D");
    }

    private static String field(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).getFirst();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}

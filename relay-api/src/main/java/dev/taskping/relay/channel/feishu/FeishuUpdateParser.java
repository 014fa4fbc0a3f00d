package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Feishu tells an app: messages to its bot ({@code im.message.receive_v1}) and presses of buttons
 * ({@code card.action.trigger}).
 */
final class FeishuUpdateParser {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A command names the bot, perhaps a colleague. */
    private static final int MOST_MENTIONS = 50;

    private FeishuUpdateParser() {}

    /** What a person did; empty for everything else that Feishu tells. */
    static Optional<InboundUpdate> read(BotIdentity bot, JsonNode pushed) {
        JsonNode header = pushed.path("header");
        String id = header.path("event_id").asText();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return switch (header.path("event_type").asText()) {
            case "im.message.receive_v1" -> text(bot, id, pushed.path("event"));
            case "card.action.trigger" -> press(bot, id, pushed.path("event"));
            default -> Optional.empty();
        };
    }

    private static Optional<InboundUpdate> text(BotIdentity bot, String id, JsonNode event) {
        JsonNode message = event.path("message");
        JsonNode sender = event.path("sender");
        boolean person = sender.path("sender_type").asText("user").equals("user");
        String openId = sender.path("sender_id").path("open_id").asText();
        Optional<String> written = written(message);
        if (!person || openId.isEmpty() || written.isEmpty()) {
            return Optional.empty();
        }
        String text = withoutMentions(written.get(), message.path("mentions"));
        // Groups, topic groups and whatever comes: only in a private chat nobody reads along.
        boolean inGroup = !message.path("chat_type").asText().equals("p2p");
        return Optional.of(new InboundUpdate.Text(
                id,
                message.path("chat_id").asText(),
                inGroup,
                bot.account(openId),
                message.path("message_id").asText(),
                text,
                orNull(message.path("parent_id").asText()),
                InboundUpdate.Addressee.of(inGroup, text)));
    }

    /** The text of a plain or a formatted message; empty for all others. */
    private static Optional<String> written(JsonNode message) {
        JsonNode content = parse(message.path("content").asText());
        return switch (message.path("message_type").asText()) {
            case "text" -> Optional.of(content.path("text").asText());
            case "post" -> Optional.of(paragraphs(content));
            default -> Optional.empty();
        };
    }

    /** The text of a formatted message ({@code post}): a title, and lines of elements. */
    private static String paragraphs(JsonNode post) {
        List<String> lines = new ArrayList<>();
        lines.add(post.path("title").asText());
        for (JsonNode line : post.path("content")) {
            StringBuilder text = new StringBuilder();
            for (JsonNode element : line) {
                text.append(
                        switch (element.path("tag").asText()) {
                            case "text", "md", "code_block" ->
                                element.path("text").asText();
                            case "a" -> element.path("href").asText();
                            case "at" -> element.path("user_id").asText() + " ";
                            default -> "";
                        });
            }
            lines.add(text.toString());
        }
        return String.join("\n", lines);
    }

    /** Removes the placeholders of mentions, the longest first: {@code @_user_1} begins {@code @_user_10}. */
    private static String withoutMentions(String text, JsonNode mentions) {
        List<String> keys = new ArrayList<>();
        mentions.forEach(mention -> keys.add(mention.path("key").asText()));
        keys.sort(Comparator.comparingInt(String::length).reversed());
        String rest = text;
        for (String key : keys.subList(0, Math.min(MOST_MENTIONS, keys.size()))) {
            rest = key.isEmpty() ? rest : rest.replace(key, "");
        }
        return rest;
    }

    private static Optional<InboundUpdate> press(BotIdentity bot, String id, JsonNode event) {
        String openId = event.path("operator").path("open_id").asText();
        String action =
                event.path("action").path("value").path(FeishuEnvelope.ACTION).asText();
        JsonNode context = event.path("context");
        if (openId.isEmpty() || action.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new InboundUpdate.Press(
                id,
                context.path("open_chat_id").asText(),
                true,
                bot.account(openId),
                id,
                orNull(context.path("open_message_id").asText()),
                action));
    }

    private static JsonNode parse(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}

package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskping.relay.channel.spi.BotIdentity;
import dev.taskping.relay.channel.spi.InboundUpdate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Feishu tells an app: messages to its bot ({@code im.message.receive_v1}) and presses of buttons
 * ({@code card.action.trigger}).
 */
final class FeishuUpdateParser {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        if (!person
                || openId.isEmpty()
                || !message.path("message_type").asText().equals("text")) {
            return Optional.empty();
        }
        String text = parse(message.path("content").asText()).path("text").asText();
        for (JsonNode mention : message.path("mentions")) {
            text = text.replace(mention.path("key").asText(), "");
        }
        boolean inGroup = message.path("chat_type").asText().equals("group");
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

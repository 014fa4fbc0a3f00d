package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The Bot API's JSON types. */
final class BotApiJson {

    /** The bot's own user id. */
    static final long BOT_ID = 777_000_001L;

    private final String botUsername;
    private final Conversations conversations;

    BotApiJson(String botUsername, Conversations conversations) {
        this.botUsername = botUsername;
        this.conversations = conversations;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode bot() {
        return object().put("id", BOT_ID)
                .put("is_bot", true)
                .put("first_name", "TaskPing")
                .put("username", botUsername);
    }

    ObjectNode message(ChatMessage message) {
        ObjectNode json = object().put("message_id", message.id());
        json.set("from", user(message.author()));
        json.set("chat", chat(message.chatId()));
        json.put("date", message.sentAt().getEpochSecond());
        Instant editedAt = message.editedAt();
        if (editedAt != null) {
            json.put("edit_date", editedAt.getEpochSecond());
        }
        Long replyTo = message.replyTo();
        if (replyTo != null) {
            conversations
                    .message(message.chatId(), replyTo)
                    .ifPresent(original -> json.set("reply_to_message", message(original)));
        }
        Document document = message.document();
        if (document != null) {
            json.putObject("document")
                    .put("file_name", document.fileName())
                    .put("file_id", "file-" + message.id())
                    .put("file_unique_id", "unique-" + message.id())
                    .put("file_size", document.content().length);
        }
        json.put(document == null ? "text" : "caption", message.text());
        ArrayNode entities = json.putArray(document == null ? "entities" : "caption_entities");
        message.content().entities().forEach(entity -> entities.add(entity(entity)));
        if (!message.fromBot() && message.text().startsWith("/")) {
            int end = message.text().indexOf(' ');
            entities.addObject()
                    .put("type", "bot_command")
                    .put("offset", 0)
                    .put("length", end < 0 ? message.text().length() : end);
        }
        if (!message.buttons().isEmpty()) {
            json.set("reply_markup", Keyboard.render(message.buttons()));
        }
        return json;
    }

    ObjectNode user(@Nullable Person person) {
        return person == null
                ? bot()
                : object().put("id", person.id()).put("is_bot", false).put("first_name", person.name());
    }

    private ObjectNode chat(long chatId) {
        ObjectNode chat = object().put("id", chatId);
        return chatId > 0
                ? chat.put("type", "private").put("first_name", conversations.title(chatId))
                : chat.put("type", "group").put("title", conversations.title(chatId));
    }

    private static ObjectNode entity(Entity entity) {
        ObjectNode json = object().put("type", entity.type())
                .put("offset", entity.offset())
                .put("length", entity.length());
        return entity.url() == null ? json : json.put("url", entity.url());
    }
}

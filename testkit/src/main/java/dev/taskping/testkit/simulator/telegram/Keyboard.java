package dev.taskping.testkit.simulator.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inline keyboards in JSON, with the rules of {@code InlineKeyboardButton}. */
final class Keyboard {

    private static final int MAX_DATA_BYTES = 64;
    private static final int MAX_BUTTONS = 100;

    private Keyboard() {}

    static List<List<Button>> parse(@Nullable JsonNode markup) {
        if (markup == null || !markup.has("inline_keyboard")) {
            return List.of();
        }
        List<List<Button>> rows = new ArrayList<>();
        int count = 0;
        for (JsonNode row : markup.get("inline_keyboard")) {
            List<Button> buttons = new ArrayList<>();
            for (JsonNode button : row) {
                buttons.add(button(button));
                count++;
            }
            if (!buttons.isEmpty()) {
                rows.add(List.copyOf(buttons));
            }
        }
        if (count > MAX_BUTTONS) {
            throw BotApiException.badRequest("reply markup is too long");
        }
        return List.copyOf(rows);
    }

    private static Button button(JsonNode json) {
        String label = json.path("text").asText();
        if (label.isBlank()) {
            throw BotApiException.badRequest("can't parse inline keyboard button: button text must be non-empty");
        }
        if (json.hasNonNull("url")) {
            return new Button(label, null, json.get("url").asText());
        }
        if (!json.hasNonNull("callback_data")) {
            throw BotApiException.badRequest(
                    "can't parse inline keyboard button: Text buttons are unallowed in the" + " inline keyboard");
        }
        String data = json.get("callback_data").asText();
        int bytes = data.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_DATA_BYTES) {
            throw BotApiException.badRequest("BUTTON_DATA_INVALID");
        }
        return new Button(label, data, null);
    }

    static ObjectNode render(List<List<Button>> rows) {
        ObjectNode markup = JsonNodeFactory.instance.objectNode();
        ArrayNode keyboard = markup.putArray("inline_keyboard");
        for (List<Button> row : rows) {
            ArrayNode array = keyboard.addArray();
            for (Button button : row) {
                ObjectNode json = array.addObject().put("text", button.label());
                if (button.data() != null) {
                    json.put("callback_data", button.data());
                } else {
                    json.put("url", button.url());
                }
            }
        }
        return markup;
    }
}

package dev.taskping.testkit.simulator.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskping.testkit.simulator.slack.SlackMessage.SlackButton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Blocks, read one after the other. Numbers are those of the Block Kit reference. */
final class BlockKit {

    private final StringBuilder title = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<SlackButton> buttons = new ArrayList<>();
    private final List<String> pings = new ArrayList<>();
    private int length;

    /** A message's own text pings as well: notifications are made of it. */
    BlockKit(String fallback) {
        pings.addAll(Mrkdwn.pings(fallback));
    }

    void add(JsonNode block) {
        switch (block.path("type").asText()) {
            case "header" -> title.append(textObject(block.path("text"), "plain_text", 150));
            case "section" -> section(block);
            case "divider" -> {
                // A line.
            }
            case "rich_text" -> richText(block);
            case "actions" -> actions(block);
            default ->
                throw SlackError.blocks(
                        "unsupported type: " + block.path("type").asText());
        }
    }

    private void section(JsonNode block) {
        if (!block.has("text") && !block.has("fields")) {
            throw SlackError.blocks("missing required field: text");
        }
        if (block.has("text")) {
            line(textObject(block.path("text"), "", 3000));
        }
        if (block.path("fields").size() > 10) {
            throw SlackError.blocks("no more than 10 items allowed [json-pointer:/fields]");
        }
        block.path("fields").forEach(field -> line(textObject(field, "", 2000)));
    }

    private String textObject(JsonNode object, String required, int limit) {
        String type = object.path("type").asText();
        String raw = object.path("text").asText();
        if (!type.equals("plain_text") && !type.equals("mrkdwn") || !required.isEmpty() && !type.equals(required)) {
            throw SlackError.blocks("unsupported type: " + type);
        }
        if (raw.isEmpty() || raw.length() > limit) {
            throw SlackError.blocks(
                    raw.isEmpty()
                            ? "must be more than 0 characters"
                            : "must be less than " + (limit + 1) + " characters");
        }
        length += raw.length();
        if (type.equals("plain_text")) {
            return Mrkdwn.plain(raw, object.path("emoji").asBoolean(true));
        }
        pings.addAll(Mrkdwn.pings(raw));
        return Mrkdwn.displayed(raw);
    }

    private void richText(JsonNode block) {
        if (block.path("elements").isEmpty()) {
            throw SlackError.blocks("missing required field: elements");
        }
        for (JsonNode part : block.path("elements")) {
            String type = part.path("type").asText();
            if (!Set.of("rich_text_section", "rich_text_preformatted", "rich_text_quote")
                    .contains(type)) {
                throw SlackError.blocks("unsupported type: " + type);
            }
            StringBuilder shown = new StringBuilder();
            part.path("elements").forEach(element -> shown.append(element(element)));
            line(shown.toString());
        }
    }

    /** Elements are data: their text is shown as it is. */
    private String element(JsonNode element) {
        String raw = element.path("text").asText();
        length += raw.length();
        return switch (element.path("type").asText()) {
            case "text" -> {
                if (raw.isEmpty()) {
                    throw SlackError.blocks("must be more than 0 characters [json-pointer:/elements/text]");
                }
                yield raw;
            }
            case "link" -> {
                length += element.path("url").asText().length();
                yield raw.isEmpty() ? element.path("url").asText() : raw;
            }
            case "emoji" -> "▢";
            case "broadcast" -> {
                pings.add(element.path("range").asText());
                yield "▢";
            }
            case "user" -> {
                pings.add(element.path("user_id").asText());
                yield "▢";
            }
            default ->
                throw SlackError.blocks(
                        "unsupported type: " + element.path("type").asText());
        };
    }

    private void actions(JsonNode block) {
        int size = block.path("elements").size();
        if (size < 1 || size > 25) {
            throw SlackError.blocks("no fewer than 1 and no more than 25 items allowed [json-pointer:/elements]");
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode button : block.path("elements")) {
            String label = textObject(button.path("text"), "plain_text", 75);
            String id = button.path("action_id").asText();
            String value = button.path("value").asText();
            if (!button.path("type").asText().equals("button")
                    || id.isEmpty()
                    || id.length() > 255
                    || value.length() > 2000) {
                throw SlackError.blocks("invalid button " + id);
            }
            if (!ids.add(id)) {
                throw SlackError.blocks("`action_id` already exists for " + id);
            }
            buttons.add(new SlackButton(label, id, value));
        }
    }

    private void line(String shown) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(shown);
    }

    String title() {
        return title.toString();
    }

    String text() {
        return text.toString();
    }

    List<SlackButton> buttons() {
        return buttons;
    }

    List<String> pings() {
        return pings;
    }

    int length() {
        return length;
    }
}

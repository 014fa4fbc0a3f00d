package dev.taskping.testkit.simulator.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads messages as Feishu's clients show them, and refuses what it refuses: card JSON 1.0 with the components div, markdown,
 * action, note and hr, posts, and texts. Where the documentation leaves open whether a tag counts, it counts.
 */
final class CardReader {

    private static final Set<String> COLOURS = Set.of(
            "blue",
            "wathet",
            "turquoise",
            "green",
            "yellow",
            "orange",
            "red",
            "carmine",
            "violet",
            "purple",
            "indigo",
            "grey",
            "default");

    private static final Set<String> BUTTON_TYPES = Set.of("default", "primary", "danger");

    /** Ends at the first fence, wherever that is. */
    private static final Pattern CODE = Pattern.compile("```\\w*\n(.*?)\n?```", Pattern.DOTALL);

    private static final Pattern MENTION =
            Pattern.compile("<at\\s+(?:id|user_id|email)\\s*=\\s*\"?([^\\s\">]*)", Pattern.CASE_INSENSITIVE);

    private final List<String> lines = new ArrayList<>();
    private final List<String> code = new ArrayList<>();
    private final List<FeishuButton> buttons = new ArrayList<>();
    private final List<String> mentions = new ArrayList<>();

    private CardReader() {}

    static Displayed card(JsonNode card) {
        CardReader reader = new CardReader();
        JsonNode header = card.path("header");
        String colour = header.path("template").asText("default");
        if (!COLOURS.contains(colour)) {
            throw refused("header.template " + colour + " is unknown");
        }
        String title = header.isMissingNode() ? "" : plain(header.path("title"));
        if (!card.path("elements").isArray()) {
            throw refused("elements is no array");
        }
        card.path("elements").forEach(reader::element);
        return reader.displayed(title, colour);
    }

    static Displayed post(JsonNode post) {
        CardReader reader = new CardReader();
        JsonNode language = post.elements().hasNext() ? post.elements().next() : post;
        if (!language.path("content").isArray()) {
            throw refused("a post needs content");
        }
        for (JsonNode paragraph : language.path("content")) {
            for (JsonNode part : paragraph) {
                switch (part.path("tag").asText()) {
                    // Unlike in a text message, a tag in it is text.
                    case "text" -> reader.lines.add(part.path("text").asText());
                    case "a" -> reader.lines.add(part.path("text").asText());
                    case "at" -> reader.mentions.add(part.path("user_id").asText());
                    default -> throw refused("tag " + part.path("tag") + " of a post is unknown");
                }
            }
        }
        return reader.displayed(language.path("title").asText(), "");
    }

    static Displayed text(JsonNode text) {
        CardReader reader = new CardReader();
        reader.mentionsIn(text.path("text").asText());
        reader.lines.add(text.path("text").asText());
        return reader.displayed("", "");
    }

    private void element(JsonNode element) {
        switch (element.path("tag").asText()) {
            case "div" -> {
                if (element.has("text")) {
                    lines.add(textOf(element.path("text")));
                }
                element.path("fields").forEach(field -> lines.add(textOf(field.path("text"))));
            }
            case "markdown" -> markdown(element.path("content").asText());
            case "action" -> element.path("actions").forEach(this::button);
            case "note" -> element.path("elements").forEach(note -> lines.add(textOf(note)));
            case "hr" -> lines.add("———");
            default -> throw refused("unknown tag " + element.path("tag"));
        }
    }

    private String textOf(JsonNode text) {
        if (text.path("tag").asText().equals("lark_md")) {
            mentionsIn(text.path("content").asText());
            return FeishuDisplayedText.displayed(text.path("content").asText());
        }
        return plain(text);
    }

    private static String plain(JsonNode text) {
        if (!text.path("tag").asText().equals("plain_text")
                || !text.path("content").isTextual()) {
            throw refused("a text needs the tag plain_text and content");
        }
        if (text.path("content").asText().isBlank()) {
            throw refused("a text is empty");
        }
        return text.path("content").asText();
    }

    private void markdown(String source) {
        mentionsIn(source);
        Matcher blocks = CODE.matcher(source);
        int end = 0;
        while (blocks.find()) {
            outside(source.substring(end, blocks.start()));
            code.add(visible(blocks.group(1)));
            lines.add(blocks.group(1));
            end = blocks.end();
        }
        outside(source.substring(end));
    }

    private void outside(String markup) {
        if (!markup.isBlank()) {
            lines.add(FeishuDisplayedText.displayed(markup));
        }
    }

    private void mentionsIn(String source) {
        Matcher mention = MENTION.matcher(source);
        while (mention.find()) {
            mentions.add(mention.group(1));
        }
    }

    private void button(JsonNode button) {
        if (!button.path("tag").asText().equals("button")
                || !BUTTON_TYPES.contains(button.path("type").asText("default"))) {
            throw refused("an action must be a button of a known type");
        }
        boolean link = button.has("url");
        if (link && !button.path("url").asText().matches("https?://.+")) {
            throw refused("a button's url must be http or https");
        }
        if (!link && !button.path("value").isObject()) {
            throw refused("a button's value must be an object");
        }
        buttons.add(new FeishuButton(
                plain(button.path("text")),
                link ? null : button.path("value").toString(),
                link ? button.path("url").asText() : null));
    }

    private Displayed displayed(String title, String colour) {
        return new Displayed(
                title,
                colour,
                visible(String.join("\n", lines)),
                List.copyOf(code),
                List.copyOf(buttons),
                List.copyOf(mentions));
    }

    /** Zero width spaces show nothing. */
    static String visible(String text) {
        return text.replace("\u200B", "");
    }

    private static FeishuException refused(String why) {
        return new FeishuException(400, 230099, "Failed to create card content, ext=ErrMsg: " + why);
    }
}

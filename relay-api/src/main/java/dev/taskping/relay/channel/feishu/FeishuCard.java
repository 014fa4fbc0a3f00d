package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.message.RichText;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a card says, already cut to size. It is written as card JSON 1.0, which every client shows and whose buttons work for
 * 30 days (2.0: clients from 7.20 on, 14 days). All text is {@code plain_text}, where nothing is markup, but
 * the log and text with structure.
 *
 * @param title the header
 * @param severity the header's colour
 * @param text below it; may be empty
 * @param rich the same with structure, shown in its place
 * @param facts two in a row
 * @param log in a code block; may be empty
 * @param actions buttons that come back to us
 * @param link a button that leads there
 * @param note small print; may be empty
 */
record FeishuCard(
        String title,
        Severity severity,
        String text,
        @Nullable RichText rich,
        List<Fact> facts,
        String log,
        List<Action> actions,
        @Nullable URI link,
        String note) {

    FeishuCard withText(String shown) {
        return new FeishuCard(title, severity, shown, null, facts, log, actions, link, note);
    }

    FeishuCard withText(RichText shown) {
        return new FeishuCard(title, severity, shown.plain(), shown, facts, log, actions, link, note);
    }

    FeishuCard withLog(String shown) {
        return new FeishuCard(title, severity, text, rich, facts, shown, actions, link, note);
    }

    FeishuCard withNote(String words) {
        return new FeishuCard(title, severity, text, rich, facts, log, actions, link, words);
    }

    /** As an interactive card. */
    ObjectNode toCard() {
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        // Only a shared card can be edited later.
        card.putObject("config").put("update_multi", true);
        ObjectNode header = card.putObject("header").put("template", colour());
        header.set("title", plain(title));
        ArrayNode elements = card.putArray("elements");
        if (rich != null) {
            FeishuRichText.write(elements, rich);
        } else if (!text.isBlank()) {
            elements.addObject().put("tag", "div").set("text", plain(text));
        }
        if (!facts.isEmpty()) {
            ArrayNode fields = elements.addObject().put("tag", "div").putArray("fields");
            facts.forEach(fact -> fields.addObject()
                    .put("is_short", true)
                    .set("text", plain((fact.name() + "\n" + fact.value()).strip())));
        }
        if (!log.isBlank()) {
            elements.addObject().put("tag", "markdown").put("content", FeishuCodeBlock.of(log));
        }
        if (!actions.isEmpty() || link != null) {
            buttons(elements.addObject().put("tag", "action").putArray("actions"));
        }
        if (!note.isBlank()) {
            elements.addObject().put("tag", "note").putArray("elements").add(plain(note));
        }
        return card;
    }

    private void buttons(ArrayNode buttons) {
        for (Action action : actions) {
            ObjectNode button = button(buttons, action.label(), buttons.isEmpty() ? "primary" : "default");
            button.putObject("value").put(FeishuEnvelope.ACTION, action.id());
        }
        if (link != null) {
            button(buttons, "Open", "default").put("url", link.toString());
        }
    }

    private static ObjectNode button(ArrayNode buttons, String label, String type) {
        ObjectNode button = buttons.addObject().put("tag", "button").put("type", type);
        button.set("text", plain(label));
        return button;
    }

    private String colour() {
        return switch (severity) {
            case INFO -> "blue";
            case SUCCESS -> "green";
            case WARNING -> "orange";
            case ERROR -> "red";
        };
    }

    private static ObjectNode plain(String text) {
        return JsonNodeFactory.instance.objectNode().put("tag", "plain_text").put("content", text);
    }

    /** The same as a post of nothing but text, should Feishu refuse the card. */
    ObjectNode toPost() {
        StringBuilder all = new StringBuilder(text);
        facts.forEach(fact -> all.append('\n').append(fact.name()).append(": ").append(fact.value()));
        if (link != null) {
            all.append('\n').append(link);
        }
        if (!log.isBlank()) {
            all.append("\n\n").append(log);
        }
        if (!note.isBlank()) {
            all.append("\n\n").append(note);
        }
        String shown = all.toString().strip();
        return post(title, shown);
    }

    /** A post: unlike in a message of type text, {@code <at>} in it is text. */
    static ObjectNode post(String title, String text) {
        ObjectNode post = JsonNodeFactory.instance.objectNode();
        ObjectNode language = post.putObject("en_us").put("title", title);
        language.putArray("content").addArray().addObject().put("tag", "text").put("text", text);
        return post;
    }
}

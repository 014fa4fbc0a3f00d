package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Action;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.RichText;
import dev.taskping.relay.channel.render.RichCut;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Block Kit within Slack's limits. Everything but title and buttons is rich text, whose elements are data and not markup: no
 * text can become a mention, a link or formatting.
 */
final class SlackBlocks {

    /** Header block: {@code text}. */
    private static final int MAX_HEADER = 150;

    /**
     * Text object: {@code text}. Rich text names no limit of its own; all blocks together may hold 12,000 characters, of which
     * containers take some (slackapi/bolt-js, issue 2509).
     */
    private static final int MAX_TEXT = 3000;

    /** Button element: {@code text}. */
    private static final int MAX_LABEL = 75;

    /** Actions block: {@code elements}. */
    private static final int MAX_BUTTONS = 25;

    /** Of our own: so much of a text stands above a log, and so much all facts may be. */
    private static final int MAX_PARAGRAPH = 1200;

    private static final int MAX_FACTS = 1200;
    private static final int MAX_FACT_NAME = 64;
    private static final int MAX_FACT_VALUE = 300;
    private static final int MAX_LINK = 512;
    private static final int MAX_LINES = 40;

    private final ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    private ArrayNode section = JsonNodeFactory.instance.arrayNode();
    private final boolean filesFollow;

    /** With files for what does not fit, or else shortened where it matters least. */
    SlackBlocks(boolean filesFollow) {
        this.filesFollow = filesFollow;
    }

    /** Adds the title; false if it was cut. */
    boolean title(String title) {
        plainText(blocks.addObject().put("type", "header").putObject("text"), title, MAX_HEADER);
        return SlackText.escape(title).length() <= MAX_HEADER;
    }

    private static void plainText(ObjectNode object, String text, int limit) {
        object.put("type", "plain_text")
                .put("text", SlackText.head(text, limit))
                .put("emoji", false);
    }

    /** Adds a message's text; false if it was cut. */
    boolean text(Message message, boolean logFollows) {
        int room = logFollows ? MAX_PARAGRAPH : MAX_TEXT;
        RichText rich = message.rich();
        if (rich != null) {
            RichText shown = RichCut.head(rich, room);
            SlackRichText.write(elements, shown);
            return shown == rich;
        }
        String whole = VisibleText.of(message.text()).strip();
        String shown = cut(whole, room);
        words(shown, false);
        return shown.equals(whole);
    }

    /** A beginning if a file has the rest, and else beginning and end. */
    private String cut(String text, int limit) {
        return filesFollow ? SafeCut.head(text, limit) : SafeCut.middle(text, limit);
    }

    /** Adds facts; false if not all of them fit. */
    boolean facts(List<Fact> facts) {
        boolean complete = true;
        int room = MAX_FACTS;
        String separator = gap();
        for (Fact fact : facts) {
            String name = SafeCut.head(VisibleText.line(fact.name()), MAX_FACT_NAME);
            String value = SafeCut.head(VisibleText.of(fact.value()).strip(), MAX_FACT_VALUE);
            room -= name.length() + value.length();
            if (room < 0) {
                words("\n…", false);
                return false;
            }
            words(separator + name + ": ", false);
            words(value, true);
            complete &= name.equals(VisibleText.line(fact.name()))
                    && value.equals(VisibleText.of(fact.value()).strip());
            separator = "\n";
        }
        return complete;
    }

    /** Adds a link. */
    void link(@Nullable URI target) {
        if (target != null
                && String.valueOf(target.getScheme()).matches("https?")
                && target.toString().length() <= MAX_LINK) {
            words(gap(), false);
            section.addObject()
                    .put("type", "link")
                    .put("url", target.toASCIIString())
                    .put("text", "Open");
        }
    }

    private String gap() {
        return !section.isEmpty() ? "\n\n" : elements.isEmpty() ? "" : "\n";
    }

    private void words(String text, boolean bold) {
        if (!text.isEmpty()) {
            ObjectNode element = section.addObject().put("type", "text").put("text", text);
            if (bold) {
                element.putObject("style").put("bold", true);
            }
        }
    }

    /** Ends text, facts and link, and adds the end of a log as preformatted text; false if it was cut. */
    boolean log(String log) {
        if (!section.isEmpty()) {
            elements.addObject().put("type", "rich_text_section").set("elements", section);
            section = JsonNodeFactory.instance.arrayNode();
        }
        String shown =
                filesFollow ? SafeCut.tail(SafeCut.lastLines(log, MAX_LINES), MAX_TEXT) : SafeCut.middle(log, MAX_TEXT);
        if (!shown.isBlank()) {
            elements.addObject()
                    .put("type", "rich_text_preformatted")
                    .putArray("elements")
                    .addObject()
                    .put("type", "text")
                    .put("text", shown);
        }
        if (!elements.isEmpty()) {
            blocks.addObject().put("type", "rich_text").set("elements", elements);
        }
        return shown.equals(log);
    }

    /** Adds buttons. */
    void buttons(List<Action> actions) {
        if (actions.isEmpty()) {
            return;
        }
        ArrayNode elements = blocks.addObject().put("type", "actions").putArray("elements");
        for (Action action : actions.subList(0, Math.min(actions.size(), MAX_BUTTONS))) {
            String label = VisibleText.line(action.label());
            ObjectNode button = elements.addObject().put("type", "button");
            String shown = SafeCut.ends(label.isEmpty() ? action.replyText() : label, MAX_LABEL);
            plainText(button.putObject("text"), shown, MAX_LABEL);
            button.put("action_id", action.id()).put("value", action.id());
        }
    }

    ArrayNode done() {
        return blocks;
    }
}

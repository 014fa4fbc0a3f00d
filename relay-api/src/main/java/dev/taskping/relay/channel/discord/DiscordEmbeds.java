package dev.taskping.relay.channel.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Fact;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.protocol.message.RichText;
import dev.taskping.relay.channel.discord.DiscordMarkdown.Fitted;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Embeds of one colour, within Discord's limits. Numbers are those of the message resource, "Embed Limits". */
final class DiscordEmbeds {

    private static final int MAX_DESCRIPTION = 4096;
    private static final int MAX_FIELDS = 25;
    private static final int MAX_FIELD_NAME = 256;
    private static final int MAX_FIELD_VALUE = 1024;

    /** All texts of all embeds together. */
    private static final int MAX_TOTAL = 6000;

    /** Of our own: so much of a text stands above a log, and so much all facts may be. */
    private static final int MAX_PARAGRAPH = 1200;

    private static final int MAX_FACTS = 1200;
    private static final int MAX_LINK = 512;
    private static final int MAX_LINES = 40;

    /** What is kept free for a footer that tells of a file. */
    private static final int FOOTER = 128;

    /** Discord wants both parts of a field to be something. */
    private static final String BLANK = "\u200B";

    private final ObjectNode card = JsonNodeFactory.instance.objectNode();
    private final ArrayNode embeds = JsonNodeFactory.instance.arrayNode();
    private final int colour;
    private int used = FOOTER;

    DiscordEmbeds(Severity severity) {
        this.colour = switch (severity) {
            case INFO -> 0x2A7AB9;
            case SUCCESS -> 0x2A9D4B;
            case WARNING -> 0xC98A00;
            case ERROR -> 0xC33333;
        };
    }

    /** Adds facts; false if not all of them fit. */
    boolean facts(List<Fact> facts) {
        boolean complete = true;
        int room = MAX_FACTS;
        for (Fact fact : facts) {
            Fitted name = DiscordMarkdown.head(VisibleText.line(fact.name()), MAX_FIELD_NAME);
            Fitted value = DiscordMarkdown.head(VisibleText.of(fact.value()).strip(), MAX_FIELD_VALUE);
            int length =
                    Math.max(1, name.text().length()) + Math.max(1, value.text().length());
            if (length > room || card.withArray("fields").size() == MAX_FIELDS) {
                complete = false;
                break;
            }
            room -= length;
            complete &= name.whole() && value.whole();
            card.withArray("fields")
                    .addObject()
                    .put("name", name.text().isEmpty() ? BLANK : name.text())
                    .put("value", value.text().isEmpty() ? BLANK : value.text())
                    .put("inline", true);
        }
        used += MAX_FACTS - room;
        return complete;
    }

    /** Adds a message's text with a link below it; false if not all of the text fits. */
    boolean text(Message message, boolean logFollows) {
        String link = link(message.link());
        int room = logFollows ? MAX_PARAGRAPH : MAX_DESCRIPTION - link.length();
        RichText rich = message.rich();
        Fitted shown = rich == null
                ? DiscordMarkdown.head(VisibleText.of(message.text()).strip(), room)
                : DiscordRichText.of(rich, room);
        String description = (shown.text() + link).strip();
        if (!description.isEmpty()) {
            card.put("description", description);
            used += description.length();
        }
        if (!card.isEmpty()) {
            embeds.add(card.put("color", colour));
        }
        return shown.whole();
    }

    private static String link(@Nullable URI target) {
        if (target == null || !String.valueOf(target.getScheme()).matches("https?")) {
            return "";
        }
        String url = DiscordMarkdown.target(target);
        return url.length() > MAX_LINK ? "" : "\n\n[Open](" + url + ")";
    }

    /** Adds the end of a log in a block of its own; false if not all of it fits. */
    boolean log(String log) {
        if (log.isBlank()) {
            return true;
        }
        String lines = SafeCut.lastLines(log, MAX_LINES);
        Fitted block = DiscordMarkdown.tailBlock(lines, Math.min(MAX_DESCRIPTION, MAX_TOTAL - used));
        if (!block.text().isEmpty()) {
            embeds.addObject().put("description", block.text()).put("color", colour);
        }
        return block.whole() && lines.equals(log);
    }

    /** Puts a remark below the last card. */
    void footer(String text) {
        footer(embeds, text);
    }

    static void footer(ArrayNode embeds, String text) {
        ObjectNode last = embeds.isEmpty() ? embeds.addObject() : (ObjectNode) embeds.get(embeds.size() - 1);
        last.putObject("footer").put("text", text);
    }

    ArrayNode embeds() {
        return embeds;
    }
}

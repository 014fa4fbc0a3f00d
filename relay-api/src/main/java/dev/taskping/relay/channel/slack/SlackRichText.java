package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Rule;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import dev.taskping.relay.channel.render.VisibleText;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rich text as Slack's rich text (Block Kit, "Rich text block"), whose elements are data and not markup. */
final class SlackRichText {

    private SlackRichText() {}

    /** Adds a text's blocks to a rich text block's elements. */
    static void write(ArrayNode elements, RichText text) {
        List<Block> blocks = text.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            boolean last = i + 1 == blocks.size();
            boolean listGoesOn = !last && blocks.get(i) instanceof Item && blocks.get(i + 1) instanceof Item;
            write(elements, blocks.get(i), last || listGoesOn ? "" : "\n");
        }
    }

    private static void write(ArrayNode elements, Block block, String gap) {
        switch (block) {
            case Paragraph paragraph -> text(part(elements, "section"), "", paragraph.spans(), Set.of(), gap);
            case Heading heading -> text(part(elements, "section"), "", heading.spans(), Set.of(Style.BOLD), gap);
            case Item item ->
                text(
                        part(elements, "section"),
                        "  ".repeat(item.depth()) + item.marker() + " ",
                        item.spans(),
                        Set.of(),
                        gap);
            case Quote quote -> text(part(elements, "quote"), "", quote.spans(), Set.of(), "");
            case Code code -> words(part(elements, "preformatted"), VisibleText.of(code.text()));
            case Rule rule -> words(part(elements, "section"), "———" + gap);
        }
    }

    private static ArrayNode part(ArrayNode elements, String kind) {
        return elements.addObject().put("type", "rich_text_" + kind).putArray("elements");
    }

    private static void text(ArrayNode part, String marker, List<Span> spans, Set<Style> more, String gap) {
        words(part, marker);
        for (Span span : spans) {
            String text = VisibleText.of(span.text());
            if (text.isEmpty()) {
                continue;
            }
            ObjectNode element = part.addObject();
            if (span.link() == null) {
                element.put("type", "text");
            } else {
                element.put("type", "link").put("url", span.link().toASCIIString());
            }
            element.put("text", text);
            EnumSet<Style> styles = EnumSet.noneOf(Style.class);
            styles.addAll(span.styles());
            styles.addAll(more);
            styles.forEach(
                    style -> element.withObject("/style").put(style.name().toLowerCase(Locale.ROOT), true));
        }
        words(part, gap);
    }

    private static void words(ArrayNode part, String text) {
        if (!text.isEmpty()) {
            part.addObject().put("type", "text").put("text", text);
        }
    }
}

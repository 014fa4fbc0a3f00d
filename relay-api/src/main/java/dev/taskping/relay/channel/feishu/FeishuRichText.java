package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rich text as elements of a card: Markdown where there is text, a line across where there is one. Card JSON 1.0 knows no
 * headings, quotes or code within a line ("Rich text (Markdown)", notes), so that headings are bold, quotes begin with a bar and
 * such code is text.
 */
final class FeishuRichText {

    private static final String BAR = "┃ ";

    /** Keeps the marks of two styled spans apart. */
    private static final String INVISIBLE = "\u200B";

    /** One level of a list. */
    private static final String INDENT = "    ";

    private FeishuRichText() {}

    static void write(ArrayNode elements, RichText text) {
        StringBuilder markdown = new StringBuilder();
        Block before = null;
        for (Block block : text.blocks()) {
            if (block instanceof Rule) {
                flush(elements, markdown);
                elements.addObject().put("tag", "hr");
                before = null;
                continue;
            }
            if (before != null) {
                markdown.append(before instanceof Item && block instanceof Item ? "\n" : "\n\n");
            }
            markdown.append(write(block));
            before = block;
        }
        flush(elements, markdown);
    }

    private static void flush(ArrayNode elements, StringBuilder markdown) {
        if (!markdown.toString().isBlank()) {
            elements.addObject().put("tag", "markdown").put("content", markdown.toString());
        }
        markdown.setLength(0);
    }

    private static String write(Block block) {
        return switch (block) {
            case Paragraph paragraph -> spans(paragraph.spans(), Set.of());
            case Heading heading -> spans(heading.spans(), Set.of(Style.BOLD)).replace("\n", " ");
            case Item item ->
                INDENT.repeat(item.depth())
                        + (item.marker().equals("•") ? "-" : item.marker())
                        + " "
                        + spans(item.spans(), Set.of()).replace("\n", " ");
            case Quote quote -> BAR + spans(quote.spans(), Set.of()).replace("\n", "\n" + BAR);
            case Code code -> FeishuCodeBlock.of(VisibleText.of(code.text()));
            case Rule rule -> "";
        };
    }

    private static String spans(List<Span> spans, Set<Style> more) {
        StringBuilder markdown = new StringBuilder();
        boolean marked = false;
        for (Span span : spans) {
            EnumSet<Style> styles = EnumSet.noneOf(Style.class);
            styles.addAll(span.styles());
            styles.addAll(more);
            styles.remove(Style.CODE);
            String text = VisibleText.of(span.text());
            boolean marks = !styles.isEmpty() && !text.isBlank();
            markdown.append(marked && marks ? INVISIBLE : "")
                    .append(
                            text.isBlank()
                                    ? text
                                    : text.lines()
                                            .map(line -> line(line, styles, span.link()))
                                            .collect(Collectors.joining("\n", "", text.endsWith("\n") ? "\n" : "")));
            marked = marks;
        }
        return markdown.toString();
    }

    /** Marks reach no further than a line, and take hold only right beside a word. */
    private static String line(String line, Set<Style> styles, @Nullable URI link) {
        String words = line.strip();
        if (words.isEmpty()) {
            return line;
        }
        int begin = line.indexOf(words);
        String mark = (styles.contains(Style.BOLD) ? "**" : "") + (styles.contains(Style.ITALIC) ? "*" : "");
        String inside = link == null
                ? FeishuMarkdown.escape(words)
                : "[" + FeishuMarkdown.escape(words) + "](" + FeishuMarkdown.target(link) + ")";
        return line.substring(0, begin)
                + mark
                + inside
                + new StringBuilder(mark).reverse()
                + line.substring(begin + words.length());
    }
}

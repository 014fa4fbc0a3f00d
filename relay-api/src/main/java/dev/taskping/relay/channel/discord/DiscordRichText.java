package dev.taskping.relay.channel.discord;

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
import dev.taskping.relay.channel.discord.DiscordMarkdown.Fitted;
import dev.taskping.relay.channel.render.RichCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.net.URI;
import java.util.List;

/** Rich text in Discord's Markdown. */
final class DiscordRichText {

    /** Keeps the marks of two styled spans apart. */
    private static final String ZERO_WIDTH_SPACE = "\u200B";

    private DiscordRichText() {}

    /** The text, or as much of it as its Markdown may be long. */
    static Fitted of(RichText text, int limit) {
        int room = limit;
        RichText shown = RichCut.head(text, room);
        String markdown = write(shown);
        while (markdown.length() > limit) {
            room = Math.max(0, room - Math.max(1, (markdown.length() - limit) / 2));
            shown = RichCut.head(text, room);
            markdown = room == 0 ? "" : write(shown);
        }
        return new Fitted(markdown, shown == text);
    }

    private static String write(RichText text) {
        StringBuilder markdown = new StringBuilder();
        Block before = null;
        for (Block block : text.blocks()) {
            if (before != null) {
                markdown.append(before instanceof Item && block instanceof Item ? "\n" : "\n\n");
            }
            markdown.append(write(block));
            before = block;
        }
        return markdown.toString();
    }

    private static String write(Block block) {
        return switch (block) {
            case Paragraph paragraph -> spans(paragraph.spans());
            case Heading heading -> "### " + spans(heading.spans()).replace("\n", " ");
            case Item item ->
                "  ".repeat(item.depth())
                        + (item.marker().equals("•") ? "-" : item.marker())
                        + " "
                        + spans(item.spans()).replace("\n", " ");
            case Quote quote -> "> " + spans(quote.spans()).replace("\n", "\n> ");
            case Code code -> DiscordMarkdown.block(VisibleText.of(code.text()));
            case Rule rule -> "———";
        };
    }

    private static String spans(List<Span> spans) {
        StringBuilder markdown = new StringBuilder();
        boolean marked = false;
        for (Span span : spans) {
            String text = span(span);
            boolean marks = !span.styles().isEmpty() && !text.isBlank();
            markdown.append(marked && marks ? ZERO_WIDTH_SPACE : "").append(text);
            marked = marks;
        }
        return markdown.toString();
    }

    private static String span(Span span) {
        String text = VisibleText.of(span.text());
        if (text.isBlank()) {
            return text;
        }
        // Marks take hold only right beside a word.
        String words = text.strip();
        String before = text.substring(0, text.indexOf(words.charAt(0)));
        String after = text.substring(before.length() + words.length());
        return before + marked(span, words) + after;
    }

    private static String marked(Span span, String words) {
        if (span.link() == null && span.styles().contains(Style.CODE) && words.indexOf('`') < 0) {
            return "`" + words + "`";
        }
        String mark = (span.styles().contains(Style.BOLD) ? "**" : "")
                + (span.styles().contains(Style.ITALIC) ? "*" : "");
        URI link = span.link();
        String inside = link == null
                ? DiscordMarkdown.escape(words)
                : "[" + DiscordMarkdown.escape(words) + "](" + DiscordMarkdown.target(link) + ")";
        return mark + inside + new StringBuilder(mark).reverse();
    }
}

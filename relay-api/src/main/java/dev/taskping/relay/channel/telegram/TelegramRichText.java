package dev.taskping.relay.channel.telegram;

import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Rule;
import dev.taskping.relay.channel.render.HtmlBuilder;
import dev.taskping.relay.channel.render.RichCut;
import dev.taskping.relay.channel.render.RichHtml;

/** Rich text in what Telegram knows of HTML, which has neither lists nor headings. */
final class TelegramRichText {

    private TelegramRichText() {}

    /** Appends the text, or as much of it as there is room for; answers whether that was all. */
    static boolean write(HtmlBuilder html, RichText text, int room) {
        RichText shown = RichCut.head(text, room);
        Block before = null;
        for (Block block : shown.blocks()) {
            boolean close = before == null || (before instanceof Item && block instanceof Item);
            html.text(close ? "\n" : "\n\n");
            write(html, block);
            before = block;
        }
        return shown == text;
    }

    private static void write(HtmlBuilder html, Block block) {
        switch (block) {
            case Paragraph paragraph -> RichHtml.write(html, paragraph.spans());
            case Heading heading -> html.element("b", RichText.plain(heading.spans()));
            case Item item -> {
                html.text("  ".repeat(item.depth()) + item.marker() + " ");
                RichHtml.write(html, item.spans());
            }
            case Quote quote -> html.element("blockquote", RichText.plain(quote.spans()));
            case Code code -> html.element("pre", code.text());
            case Rule rule -> html.text("———");
        }
    }
}

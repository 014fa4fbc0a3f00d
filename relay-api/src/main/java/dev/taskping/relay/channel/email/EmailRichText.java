package dev.taskping.relay.channel.email;

import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Rule;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.relay.channel.render.HtmlBuilder;
import dev.taskping.relay.channel.render.RichHtml;
import java.util.List;

/** Rich text in HTML as mail programs show it: styles stand at the elements, nothing is inherited from a sheet. */
final class EmailRichText {

    private static final String LINES = "white-space:pre-line";

    private EmailRichText() {}

    static void write(HtmlBuilder html, RichText text) {
        for (Block block : text.blocks()) {
            switch (block) {
                case Paragraph paragraph -> element(html, "p", LINES, paragraph.spans());
                case Heading heading -> element(html, "h3", "margin:1em 0 .3em", heading.spans());
                case Item item -> {
                    html.open("p", "style=\"margin:.1em 0 .1em " + (1 + item.depth()) + ".2em;" + LINES + "\"");
                    html.text(item.marker() + " ");
                    RichHtml.write(html, item.spans());
                    html.close("p");
                }
                case Quote quote ->
                    element(
                            html,
                            "blockquote",
                            "margin:.5em 0;padding-left:.8em;border-left:3px solid #ccc;color:#555;" + LINES,
                            quote.spans());
                case Code code ->
                    html.element(
                            "pre",
                            "style=\"background:#f6f8fa;padding:.6em;border-radius:6px;white-space:pre-wrap;"
                                    + "font:12px/1.4 ui-monospace,Consolas,monospace\"",
                            code.text());
                case Rule rule -> html.open("hr", "style=\"border:0;border-top:1px solid #ddd\"");
            }
        }
    }

    private static void element(HtmlBuilder html, String name, String style, List<Span> spans) {
        html.open(name, "style=\"" + style + "\"");
        RichHtml.write(html, spans);
        html.close(name);
    }
}

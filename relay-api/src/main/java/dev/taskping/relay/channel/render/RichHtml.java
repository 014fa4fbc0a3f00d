package dev.taskping.relay.channel.render;

import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import java.util.List;

/**
 * Renders spans as HTML that all providers accept: code has no other style, and a link contains no code (the strictest one
 * lets code contain no other entity and be part of none).
 */
public final class RichHtml {

    private RichHtml() {}

    /** Appends spans. */
    public static void write(HtmlBuilder html, List<Span> spans) {
        spans.forEach(span -> write(html, span));
    }

    private static void write(HtmlBuilder html, Span span) {
        if (span.link() == null && span.styles().contains(Style.CODE)) {
            html.element("code", span.text());
            return;
        }
        boolean bold = span.styles().contains(Style.BOLD);
        boolean italic = span.styles().contains(Style.ITALIC);
        if (bold) {
            html.open("b", "");
        }
        if (italic) {
            html.open("i", "");
        }
        if (span.link() == null) {
            html.text(span.text());
        } else {
            html.link(span.link(), span.text());
        }
        if (italic) {
            html.close("i");
        }
        if (bold) {
            html.close("b");
        }
    }
}

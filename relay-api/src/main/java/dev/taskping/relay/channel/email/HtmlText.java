package dev.taskping.relay.channel.email;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** What a mail that is HTML alone says, line by line, without what mail programs quote. */
final class HtmlText {

    /** Whatever ends a line. */
    private static final String LINES = "br, p, div, li, tr, h1, h2, h3, h4, h5, h6, hr, pre";

    /** How Gmail, Outlook, Thunderbird, Yahoo and Apple's Mail mark what they quote. */
    private static final String QUOTED =
            "blockquote, .gmail_quote, #divRplyFwdMsg, #divRplyFwdMsg ~ *, #appendonsend, #appendonsend ~ *,"
                    + " .moz-cite-prefix, .yahoo_quoted, script, style, head";

    private HtmlText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select(QUOTED).remove();
        StringBuilder text = new StringBuilder();
        document.traverse(new NodeVisitor() {
            @Override
            public void head(Node node, int depth) {
                switch (node) {
                    case TextNode words -> text.append(words.text());
                    case Element element when element.is(LINES) -> text.append('\n');
                    default -> {}
                }
            }

            @Override
            public void tail(Node node, int depth) {
                if (node instanceof Element element && element.is(LINES)) {
                    text.append('\n');
                }
            }
        });
        return text.toString();
    }
}

package dev.taskping.relay.channel.feishu;

import java.net.URI;

/**
 * Text that Feishu's Markdown shows as it is. What could be markup is written as an HTML entity ("Rich text (Markdown)", escaping
 * of special characters): there is no backslash that would do.
 */
final class FeishuMarkdown {

    /** Tags, entities, emphasis, strikes, code, links, pictures, headings, lists, emoji by name, variables. */
    private static final String SPECIAL = "<>&*_~`[]()!#+-:$\\|@";

    private FeishuMarkdown() {}

    /** The text, escaped. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean numbers = c == '.' && i > 0 && Character.isDigit(text.charAt(i - 1));
            if (SPECIAL.indexOf(c) >= 0 || numbers) {
                escaped.append("&#").append((int) c).append(';');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** An address as a link's target: what would end it, or mean something in it, stands there as bytes. */
    static String target(URI address) {
        return address.toASCIIString()
                .replace("(", "%28")
                .replace(")", "%29")
                .replace("*", "%2A")
                .replace("~", "%7E")
                .replace("_", "%5F");
    }
}

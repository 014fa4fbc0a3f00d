package dev.taskping.relay.channel.slack;

import org.apache.commons.lang3.StringUtils;

/**
 * Reads what a person wrote from what Slack makes of it ("Formatting text for app surfaces"): {@code &}, {@code <} and {@code >} are
 * escaped, and links, mail addresses, people and channels stand in angle brackets. One pass; pure.
 */
final class SlackWrittenText {

    private SlackWrittenText() {}

    /** The text as the person wrote it, as far as Slack tells. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        while (from < text.length()) {
            int open = text.indexOf('<', from);
            int close = open < 0 ? -1 : text.indexOf('>', open);
            if (close < 0) {
                break;
            }
            plain.append(unescaped(text.substring(from, open)));
            plain.append(unescaped(written(text.substring(open + 1, close))));
            from = close + 1;
        }
        return plain.append(unescaped(text.substring(from))).toString();
    }

    /** What a person wrote where a reference stands: {@code target} or {@code target|label}. */
    private static String written(String reference) {
        String target = StringUtils.substringBefore(reference, "|");
        String label = StringUtils.substringAfter(reference, "|");
        if (target.startsWith("@") || target.startsWith("#") || target.startsWith("!")) {
            String sign = target.startsWith("#") ? "#" : "@";
            return sign + (label.isEmpty() ? target.substring(1) : label);
        }
        if (target.startsWith("mailto:") || target.startsWith("tel:")) {
            return label.isEmpty() ? StringUtils.substringAfter(target, ":") : label;
        }
        // Slack makes links of words such as example.com by itself; the label is what was written.
        return label.isEmpty() || !target.endsWith(label) ? target : label;
    }

    private static String unescaped(String text) {
        return StringUtils.replaceEach(text, new String[] {"&lt;", "&gt;", "&amp;"}, new String[] {"<", ">", "&"});
    }
}

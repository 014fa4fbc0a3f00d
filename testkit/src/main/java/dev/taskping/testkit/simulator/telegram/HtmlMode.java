package dev.taskping.testkit.simulator.telegram;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's {@code parse_mode=HTML}: the documented tags only, every tag closed, and the error texts of the real parser
 * (Bot API, "Formatting options").
 */
final class HtmlMode {

    private static final Map<String, String> ENTITY_OF_TAG = Map.ofEntries(
            Map.entry("b", "bold"),
            Map.entry("strong", "bold"),
            Map.entry("i", "italic"),
            Map.entry("em", "italic"),
            Map.entry("u", "underline"),
            Map.entry("ins", "underline"),
            Map.entry("s", "strikethrough"),
            Map.entry("strike", "strikethrough"),
            Map.entry("del", "strikethrough"),
            Map.entry("span", "spoiler"),
            Map.entry("tg-spoiler", "spoiler"),
            Map.entry("tg-emoji", "custom_emoji"),
            Map.entry("a", "text_link"),
            Map.entry("code", "code"),
            Map.entry("pre", "pre"),
            Map.entry("blockquote", "blockquote"));

    private record Open(String tag, String type, @Nullable String url, int offset) {}

    private final String source;
    private final DisplayedText displayed = new DisplayedText();
    private final List<Entity> entities = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int position;

    private HtmlMode(String source) {
        this.source = source;
    }

    /** The text as displayed, or the real parser's complaint. */
    static FormattedText parse(String html) {
        return new HtmlMode(html).parse();
    }

    /** A text without parse mode, as displayed. */
    static FormattedText plain(String text) {
        DisplayedText displayed = new DisplayedText();
        text.codePoints().forEach(displayed::append);
        return displayed.trimmed(List.of());
    }

    private FormattedText parse() {
        while (position < source.length()) {
            char next = source.charAt(position);
            if (next == '&') {
                reference();
            } else if (next == '<') {
                if (source.startsWith("</", position)) {
                    endTag();
                } else {
                    startTag();
                }
            } else {
                int codePoint = source.codePointAt(position);
                displayed.append(codePoint);
                position += Character.charCount(codePoint);
            }
        }
        if (!open.isEmpty()) {
            throw complaint("Can't find end tag corresponding to start tag \""
                    + open.peek().tag() + "\"");
        }
        return displayed.trimmed(entities);
    }

    private void reference() {
        int end = source.indexOf(';', position);
        String name = end < 0 || end - position > 10 ? "" : source.substring(position + 1, end);
        int codePoint =
                switch (name) {
                    case "lt" -> '<';
                    case "gt" -> '>';
                    case "amp" -> '&';
                    case "quot" -> '"';
                    default -> numeric(name);
                };
        if (codePoint > 0) {
            displayed.append(codePoint);
            position = end + 1;
        } else {
            displayed.append('&');
            position++;
        }
    }

    private static int numeric(String name) {
        try {
            if (name.startsWith("#x")) {
                return valid(Integer.parseInt(name.substring(2), 16));
            }
            return name.startsWith("#") ? valid(Integer.parseInt(name.substring(1))) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int valid(int codePoint) {
        return Character.isValidCodePoint(codePoint) ? codePoint : 0;
    }

    private void startTag() {
        int begin = position;
        int end = endOfTag(begin);
        if (end < 0) {
            throw complaint("Unclosed start tag at byte offset " + bytes(begin));
        }
        String inner = source.substring(begin + 1, end);
        String[] parts = inner.split("\\s", 2);
        String tag = parts[0].toLowerCase(Locale.ROOT);
        String type = ENTITY_OF_TAG.get(tag);
        if (type == null) {
            throw complaint("Unsupported start tag \"" + tag + "\" at byte offset " + bytes(begin));
        }
        Map<String, String> attributes = attributes(parts.length == 2 ? parts[1] : "");
        if (tag.equals("span") && !attributes.getOrDefault("class", "").equals("tg-spoiler")) {
            throw complaint("Tag \"span\" must have class \"tg-spoiler\" at byte offset " + bytes(begin));
        }
        if (tag.equals("blockquote") && attributes.containsKey("expandable")) {
            type = "expandable_blockquote";
        }
        open.push(new Open(tag, type, attributes.get("href"), displayed.length()));
        position = end + 1;
    }

    /** Where the tag that begins at {@code begin} is closed; a quoted {@code >} does not close it. */
    private int endOfTag(int begin) {
        char quote = 0;
        for (int i = begin + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i;
            }
        }
        return -1;
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new HashMap<>();
        var pattern = java.util.regex.Pattern.compile("([a-zA-Z-]+)(?:=\"([^\"]*)\"|='([^']*)'|=(\\S+))?");
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            String value = matcher.group(2) != null
                    ? matcher.group(2)
                    : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
            attributes.put(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    value == null ? "" : plain(value).text());
        }
        return attributes;
    }

    private void endTag() {
        int begin = position;
        int end = source.indexOf('>', begin);
        if (end < 0) {
            throw complaint("Unclosed end tag at byte offset " + bytes(begin));
        }
        String tag = source.substring(begin + 2, end).strip().toLowerCase(Locale.ROOT);
        Open start = open.poll();
        if (start == null) {
            throw complaint("Unexpected end tag at byte offset " + bytes(begin));
        }
        if (!tag.isEmpty() && !tag.equals(start.tag())) {
            throw complaint("Unmatched end tag at byte offset " + bytes(begin) + ", expected \"</" + start.tag()
                    + ">\", found \"</" + tag + ">\"");
        }
        if (displayed.length() > start.offset()) {
            entities.add(new Entity(start.type(), start.offset(), displayed.length() - start.offset(), start.url()));
        }
        position = end + 1;
    }

    private int bytes(int index) {
        return source.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
    }

    private static BotApiException complaint(String what) {
        return BotApiException.badRequest("can't parse entities: " + what);
    }
}

package dev.taskping.relay.channel.conformance;

import dev.taskping.testkit.simulator.Html;
import java.util.ArrayList;
import java.util.List;

/** Draws what the markup of chats has in common as HTML: bold, headings, links, code between fences. */
public final class Drawing {

    private static final String FENCE = "```";

    private Drawing() {}

    /**
     * Draws Markdown of one kind.
     *
     * @param bold what bold text stands between: {@code **} or {@code *}
     */
    public static String of(String markup, String bold) {
        List<String> drawn = new ArrayList<>();
        String[] parts = markup.split(FENCE, -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].strip();
            if (!part.isEmpty()) {
                drawn.add(i % 2 == 1 ? "<pre>" + Html.escape(part) + "</pre>" : "<div>" + words(part, bold) + "</div>");
            }
        }
        return String.join("", drawn);
    }

    /** A name and its value, as cards lay them out. */
    public static String field(String name, String value) {
        return "<div class=\"field\"><small>" + words(name, "**") + "</small>" + words(value, "**") + "</div>";
    }

    private static String words(String markup, String bold) {
        String mark = bold.replace("*", "\\*");
        return Html.escape(markup)
                .replaceAll("(?m)^#{1,3} (.+)$", "<b>$1</b>")
                .replaceAll("(?<!\\\\)" + mark + "(.+?)(?<!\\\\)" + mark, "<b>$1</b>")
                .replaceAll("(?<!\\\\)\\[([^\\[\\]]+)\\]\\((https?://[^\\s()]+)\\)", "<a href=\"$2\">$1</a>")
                .replaceAll("\\\\(\\p{Punct})", "$1");
    }
}

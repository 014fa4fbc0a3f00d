package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.telegram.Entity;
import dev.taskping.testkit.simulator.telegram.FormattedText;
import java.util.List;
import java.util.stream.Collectors;

/** HTML of what people see. */
public final class Html {

    private Html() {}

    /** A plain text. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A row of buttons that are only looked at. */
    static String buttons(List<String> labels) {
        return labels.stream()
                .map(label -> "<span class=button>" + escape(label) + "</span>")
                .collect(Collectors.joining("", "<div class=row>", "</div>"));
    }

    /** The same for a terminal, on a line of its own; empty without buttons. */
    static String buttonsAsText(List<String> labels) {
        return labels.isEmpty()
                ? ""
                : labels.stream().map(label -> "[" + label + "]").collect(Collectors.joining(" ", "\n", ""));
    }

    /** A formatted text with its entities as tags. */
    public static String of(FormattedText text) {
        StringBuilder html = new StringBuilder();
        for (int position = 0; position <= text.length(); position++) {
            for (Entity entity : text.entities()) {
                if (entity.offset() + entity.length() == position) {
                    html.append("</").append(tag(entity)).append('>');
                }
            }
            for (Entity entity : text.entities().reversed()) {
                if (entity.offset() == position) {
                    html.append('<')
                            .append(tag(entity))
                            .append(attributes(entity))
                            .append('>');
                }
            }
            if (position < text.length()) {
                html.append(escape(text.text().substring(position, position + 1)));
            }
        }
        return html.toString();
    }

    private static String tag(Entity entity) {
        return switch (entity.type()) {
            case "bold" -> "b";
            case "italic" -> "i";
            case "underline" -> "u";
            case "strikethrough" -> "s";
            case "code" -> "code";
            case "pre" -> "pre";
            case "blockquote", "expandable_blockquote" -> "blockquote";
            case "text_link" -> "a";
            default -> "span";
        };
    }

    private static String attributes(Entity entity) {
        String url = entity.url();
        return url == null || !url.startsWith("http") ? "" : " href=\"" + escape(url) + "\"";
    }
}

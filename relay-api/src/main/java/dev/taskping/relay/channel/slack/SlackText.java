package dev.taskping.relay.channel.slack;

import dev.taskping.relay.channel.render.SafeCut;

/**
 * Text where Slack looks for control sequences: a message's own text and text objects (Slack, "Formatting message text",
 * Escaping text). With {@code &}, {@code <} and {@code >} as entities there is no mention, no link and no command in it.
 * Elements of rich text take text as it is.
 */
final class SlackText {

    private SlackText() {}

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The beginning of a text, whose escaped form is no longer than {@code limit}. */
    static String head(String text, int limit) {
        int room = limit;
        String escaped = escape(SafeCut.head(text, room));
        while (escaped.length() > limit) {
            room = Math.max(0, room - Math.max(1, (escaped.length() - limit) / 4));
            escaped = escape(SafeCut.head(text, room));
        }
        return escaped;
    }
}

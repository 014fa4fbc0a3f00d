package dev.taskping.relay.channel.render;

import dev.taskping.protocol.message.Message;
import java.util.stream.Collectors;

/** Renders the whole message as plain text. */
public final class PlainText {

    private PlainText() {}

    /** Title, text, facts and link, without the log. */
    public static String withoutLog(Message message) {
        StringBuilder text = new StringBuilder(message.title());
        if (!message.text().isBlank()) {
            text.append("\n\n").append(message.text());
        }
        if (!message.facts().isEmpty()) {
            text.append("\n\n")
                    .append(message.facts().stream()
                            .map(fact -> fact.name() + ": " + fact.value())
                            .collect(Collectors.joining("\n")));
        }
        if (message.link() != null) {
            text.append("\n\n").append(message.link());
        }
        return text.toString();
    }

    /** The whole message, with the log. */
    public static String whole(Message message) {
        String text = withoutLog(message);
        return message.log() == null ? text : text + "\n\n" + message.log().tail();
    }
}

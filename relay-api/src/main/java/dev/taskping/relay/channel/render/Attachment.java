package dev.taskping.relay.channel.render;

import dev.taskping.protocol.event.TaskEvent;
import org.jspecify.annotations.Nullable;

/**
 * A text that goes along as a file because it is too long for the message itself.
 *
 * @param fileName letters, digits, dots, dashes
 * @param text its content
 */
public record Attachment(String fileName, String text) {

    /** A file named after the task that a message tells of. */
    public static Attachment log(@Nullable TaskEvent event, String text) {
        String name = event == null
                ? "task"
                : SafeCut.head(event.data().task().name().replaceAll("[^A-Za-z0-9.-]+", "-"), 60)
                        .replace("…", "");
        return new Attachment(name + ".log", text);
    }
}

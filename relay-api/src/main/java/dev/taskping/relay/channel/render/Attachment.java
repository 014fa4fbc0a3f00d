package dev.taskping.relay.channel.render;

import dev.taskping.protocol.event.TaskEvent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text that is attached as a file because it is too long for the message.
 *
 * @param fileName letters, digits, dots, dashes
 * @param text its content
 */
public record Attachment(String fileName, String text) {

    /** The content of the file: its text in UTF-8. A lone surrogate becomes U+FFFD. */
    public byte[] bytes() {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8))
                    .encode(CharBuffer.wrap(text));
            byte[] content = new byte[bytes.remaining()];
            bytes.get(content);
            return content;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("What is malformed is replaced", e);
        }
    }

    /** A file named after the task of the message. */
    public static Attachment log(@Nullable TaskEvent event, String text) {
        String name = event == null
                ? "task"
                : SafeCut.head(event.data().task().name().replaceAll("[^A-Za-z0-9.-]+", "-"), 60)
                        .replace("…", "");
        return new Attachment(name + ".log", text);
    }
}

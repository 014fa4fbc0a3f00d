package dev.taskping.testkit.simulator.telegram;

import java.nio.charset.StandardCharsets;

/**
 * A file in a chat.
 *
 * @param fileName as displayed
 * @param content its bytes
 */
public record Document(String fileName, byte[] content) {

    /** Its content as UTF-8 text. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}

package dev.taskping.testkit.simulator.telegram;

import java.util.List;

/**
 * A text as Telegram displays it.
 *
 * @param text without markup
 * @param entities which parts of it are formatted how
 */
public record FormattedText(String text, List<Entity> entities) {

    /** Lengths are checked on this: UTF-16 units after entity parsing (Bot API, {@code sendMessage}). */
    public int length() {
        return text.length();
    }
}

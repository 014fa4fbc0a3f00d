package dev.taskping.testkit.simulator.telegram;

import org.jspecify.annotations.Nullable;

/**
 * A formatted part of a text, as Telegram's {@code MessageEntity}.
 *
 * @param type {@code bold}, {@code pre}, {@code expandable_blockquote}, {@code text_link}, …
 * @param offset in UTF-16 units
 * @param length in UTF-16 units
 * @param url for {@code text_link}
 */
public record Entity(String type, int offset, int length, @Nullable String url) {}

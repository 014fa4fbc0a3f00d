package dev.taskping.relay.channel.feishu;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** What the two kinds of bots can do, and how much they may say at once. */
enum BotKind {
    /** An app's bot. Error 230025 of "Send message": the request of a card may take 30 KB; the card is text inside of it. */
    APP(30_000, true),

    /** A group's custom bot. "Custom bot usage guide", notes: a request may take 20 KB. It hears nothing and has no files. */
    CUSTOM(20_000, false);

    /** Room for what stands around the card: receiver, idempotency key, time stamp, signature. */
    private static final int ENVELOPE = 512;

    private final int maxBytes;
    private final boolean hasFilesAndButtons;

    BotKind(int maxBytes, boolean hasFilesAndButtons) {
        this.maxBytes = maxBytes;
        this.hasFilesAndButtons = hasFilesAndButtons;
    }

    boolean hasFiles() {
        return hasFilesAndButtons;
    }

    boolean hasButtons() {
        return hasFilesAndButtons;
    }

    /** No card of more characters fits. */
    int maxCharacters() {
        return maxBytes;
    }

    /** Whether a card fits into one request. */
    boolean fits(JsonNode card) {
        String text = card.toString();
        int size = this == APP
                ? JsonStringEncoder.getInstance().quoteAsString(text).length + multibyte(text)
                : text.getBytes(StandardCharsets.UTF_8).length;
        return size + ENVELOPE <= maxBytes;
    }

    /** What UTF-8 takes beyond one byte a UTF-16 unit. */
    private static int multibyte(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length - text.length();
    }
}

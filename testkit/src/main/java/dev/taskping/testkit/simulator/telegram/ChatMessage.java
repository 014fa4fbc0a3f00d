package dev.taskping.testkit.simulator.telegram;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the people in a chat see it now.
 *
 * @param chatId the chat
 * @param id unique in the chat
 * @param author who wrote it; absent for the bot
 * @param content the text, or a document's caption
 * @param document the file, if it has one
 * @param buttons rows of buttons below it
 * @param replyTo the message it answers
 * @param sentAt when it was written
 * @param editedAt when it was last changed
 * @param earlierTexts what it said before each change, oldest first
 */
public record ChatMessage(
        long chatId,
        long id,
        @Nullable Person author,
        FormattedText content,
        @Nullable Document document,
        List<List<Button>> buttons,
        @Nullable Long replyTo,
        Instant sentAt,
        @Nullable Instant editedAt,
        List<String> earlierTexts) {

    /** The displayed text. */
    public String text() {
        return content.text();
    }

    /** Whether the bot wrote it. */
    public boolean fromBot() {
        return author == null;
    }

    /** What the buttons say, row by row. */
    public List<String> buttonLabels() {
        return buttons.stream().flatMap(List::stream).map(Button::label).toList();
    }

    ChatMessage edited(FormattedText newContent, List<List<Button>> newButtons, Instant at) {
        List<String> history = new ArrayList<>(earlierTexts);
        history.add(text());
        return new ChatMessage(chatId, id, author, newContent, document, newButtons, replyTo, sentAt, at, history);
    }
}

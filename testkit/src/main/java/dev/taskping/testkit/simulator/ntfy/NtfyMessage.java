package dev.taskping.testkit.simulator.ntfy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A notification as a subscriber sees it now.
 *
 * @param sequenceId by which it can be replaced
 * @param topic where it was published
 * @param title empty if there is none
 * @param message the text
 * @param priority 1 to 5
 * @param tags as published
 * @param click what a tap opens
 * @param fileName of the attached file
 * @param file the attached file's content as text
 * @param edits how often it was replaced
 */
public record NtfyMessage(
        String sequenceId,
        String topic,
        String title,
        String message,
        int priority,
        List<String> tags,
        @Nullable String click,
        @Nullable String fileName,
        @Nullable String file,
        int edits) {

    NtfyMessage replaced(int times) {
        return new NtfyMessage(sequenceId, topic, title, message, priority, tags, click, fileName, file, times);
    }
}

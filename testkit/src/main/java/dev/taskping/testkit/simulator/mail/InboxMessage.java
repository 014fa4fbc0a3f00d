package dev.taskping.testkit.simulator.mail;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail as a mail program shows it.
 *
 * @param receivedAt when the server had it
 * @param messageId the Message-ID
 * @param inReplyTo the Message-ID it answers, as the header says
 * @param references the header that threads are built from, empty if missing
 * @param from the sender
 * @param replyTo where an answer goes
 * @param to the recipients
 * @param subject decoded
 * @param text the plain part
 * @param html the HTML part, empty if there is none
 * @param attachments files
 */
public record InboxMessage(
        Instant receivedAt,
        String messageId,
        @Nullable String inReplyTo,
        String references,
        String from,
        String replyTo,
        List<String> to,
        String subject,
        String text,
        String html,
        List<Attachment> attachments) {

    /**
     * A file.
     *
     * @param fileName as displayed
     * @param content its text
     */
    public record Attachment(String fileName, String content) {}
}

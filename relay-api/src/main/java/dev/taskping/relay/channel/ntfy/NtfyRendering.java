package dev.taskping.relay.channel.ntfy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.VisibleText;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message as plain text, which is all that ntfy's apps show alike. What does not fit is cut, and whole in a file.
 *
 * @param title the notification's title; empty if the message is all there is
 * @param message the text below it, never empty: ntfy would show "triggered"
 * @param attachment what did not fit
 */
record NtfyRendering(String title, String message, Optional<Attachment> attachment) {

    /** Bytes; ntfy, "Limitations", "Message length". ntfy makes a file of a longer message. */
    private static final int MAX_MESSAGE = 4096;

    /** Bytes of a request that publishes as JSON: twice the longest message ({@code server/server.go}, transformBodyJSON). */
    private static final int MAX_JSON = 2 * MAX_MESSAGE;

    /** Bytes of such a request besides title and message: topic, tags, link, names of fields. */
    private static final int REST_OF_JSON = 1536;

    /**
     * Bytes of a message with a file. It is part of the address then, where a byte may take three, and nginx takes addresses of
     * 8 KB ({@code large_client_header_buffers}).
     */
    private static final int MAX_BESIDE_FILE = 1800;

    /** Bytes, so that there is room for the log's end; ntfy itself takes a title of 1024. */
    private static final int MAX_TITLE = 256;

    private static final int MAX_TEXT = 500;
    private static final int MAX_FACTS = 500;

    static NtfyRendering of(Message message, @Nullable TaskEvent event) {
        String title = VisibleText.line(message.title());
        String text = VisibleText.of(message.text()).strip();
        String facts = message.facts().stream()
                .map(fact -> VisibleText.line(fact.name() + ": " + fact.value()))
                .collect(Collectors.joining("\n"));
        String log = message.log() == null
                ? ""
                : VisibleText.of(message.log().tail()).stripTrailing();
        String whole = joined(text, facts, log);
        if (Utf8Cut.size(title) <= MAX_TITLE && fits(title, whole)) {
            return of(title, whole, Optional.empty());
        }
        String head = joined(Utf8Cut.head(text, MAX_TEXT), Utf8Cut.head(facts, MAX_FACTS));
        boolean onlyTheLogIsCut = Utf8Cut.size(title) <= MAX_TITLE && head.equals(joined(text, facts));
        String shown = joined(head, Utf8Cut.tail(log, MAX_BESIDE_FILE - Utf8Cut.size(head) - 2));
        return of(
                Utf8Cut.head(title, MAX_TITLE),
                shown,
                Optional.of(
                        onlyTheLogIsCut
                                ? Attachment.log(event, log)
                                : new Attachment("message.txt", joined(title, text, facts, log))));
    }

    private static NtfyRendering of(String title, String message, Optional<Attachment> attachment) {
        if (!message.isBlank()) {
            return new NtfyRendering(title, message, attachment);
        }
        return new NtfyRendering("", title.isEmpty() ? "TaskPing" : title, attachment);
    }

    NtfyRendering withoutFile() {
        return new NtfyRendering(title, message, Optional.empty());
    }

    private static boolean fits(String title, String message) {
        return Utf8Cut.size(message) <= MAX_MESSAGE && escaped(title) + escaped(message) + REST_OF_JSON <= MAX_JSON;
    }

    /** Bytes of a text in JSON, which escapes quotes and line ends. */
    private static int escaped(String text) {
        return Utf8Cut.size(TextNode.valueOf(text).toString());
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isBlank()).collect(Collectors.joining("\n\n"));
    }
}

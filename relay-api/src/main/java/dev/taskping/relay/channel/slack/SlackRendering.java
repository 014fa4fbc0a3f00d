package dev.taskping.relay.channel.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.PlainText;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in Slack's terms. What does not fit is whole in a file below the message, or where there are no files shortened in
 * its middle.
 *
 * @param text what notifications and screen readers say; the message itself if there are no blocks
 * @param blocks what is shown; none for a message of nothing but text
 * @param attachment what did not fit
 */
record SlackRendering(String text, ArrayNode blocks, Optional<Attachment> attachment) {

    /** chat.postMessage, "Truncating content": 4,000 characters are recommended, of 40,000 the rest is dropped. */
    private static final int MAX_TEXT = 4000;

    /** The message in blocks; with buttons if somebody hears them being pressed, with a file if one can be sent. */
    static SlackRendering of(Message message, @Nullable TaskEvent event, boolean answerable, boolean takesFiles) {
        String tail = message.log() == null ? "" : message.log().tail();
        String log = VisibleText.of(tail).stripTrailing();
        SlackBlocks blocks = new SlackBlocks(takesFiles);
        boolean complete = blocks.title(title(message));
        complete &= blocks.text(message, !log.isBlank());
        complete &= blocks.facts(message.facts());
        blocks.link(message.link());
        boolean logComplete = blocks.log(log);
        if (answerable) {
            blocks.buttons(message.actions());
        }
        Optional<Attachment> attachment = complete
                ? logComplete ? Optional.empty() : Optional.of(Attachment.log(event, tail))
                : Optional.of(new Attachment("message.txt", PlainText.whole(message)));
        return new SlackRendering(
                SlackText.head(VisibleText.of(PlainText.withoutLog(message)).strip(), MAX_TEXT),
                blocks.done(),
                attachment.filter(file -> takesFiles));
    }

    /** The message as text alone, should Slack refuse its blocks. */
    static SlackRendering plain(Message message, boolean takesFiles) {
        String whole = VisibleText.of(PlainText.whole(message)).strip();
        String cut = whole;
        while (SlackText.escape(cut).length() > MAX_TEXT) {
            int room = Math.min(cut.length() - 1, MAX_TEXT) * 3 / 4;
            cut = takesFiles ? SafeCut.head(whole, room) : SafeCut.middle(whole, room);
        }
        return new SlackRendering(
                SlackText.escape(cut.isEmpty() ? title(message) : cut),
                JsonNodeFactory.instance.arrayNode(),
                takesFiles && !cut.equals(whole)
                        ? Optional.of(new Attachment("message.txt", PlainText.whole(message)))
                        : Optional.empty());
    }

    private static String title(Message message) {
        String title = VisibleText.line(message.title());
        return title.isEmpty() ? "TaskPing" : title;
    }
}

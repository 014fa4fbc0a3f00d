package dev.taskping.relay.channel.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.discord.DiscordMarkdown.Fitted;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.PlainText;
import dev.taskping.relay.channel.render.SafeCut;
import dev.taskping.relay.channel.render.VisibleText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in Discord's terms: the title as the message's own text, which is all that notifications and quotes show; below it
 * a card with text and facts, and another with the end of the log. What does not fit is whole in an attached file.
 *
 * @param content Markdown
 * @param embeds the cards
 * @param components rows of buttons
 * @param attachment what did not fit
 */
record DiscordRendering(String content, ArrayNode embeds, ArrayNode components, Optional<Attachment> attachment) {

    /** Message resource, "Create Message": {@code content}. */
    private static final int MAX_CONTENT = 2000;

    private static final int MAX_TITLE = 256;

    /** Components reference, "Action Row": five buttons a row, five rows a message. */
    private static final int BUTTONS_A_ROW = 5;

    private static final int MAX_BUTTONS = 25;

    /** Components reference, "Button": {@code label}. */
    private static final int MAX_LABEL = 80;

    private static final int ACTION_ROW = 1;
    private static final int BUTTON = 2;
    private static final int PRIMARY = 1;
    private static final int SECONDARY = 2;

    /** The message with cards; with buttons if somebody hears them being pressed. */
    static DiscordRendering of(Message message, @Nullable TaskEvent event, boolean answerable) {
        String title = title(message);
        String tail = message.log() == null ? "" : message.log().tail();
        String log = VisibleText.of(tail).stripTrailing();
        DiscordEmbeds cards = new DiscordEmbeds(message.severity());
        boolean complete = title.length() <= MAX_TITLE;
        complete &= cards.facts(message.facts());
        complete &= cards.text(message, !log.isBlank());
        boolean logComplete = cards.log(log);
        Optional<Attachment> attachment = complete
                ? logComplete ? Optional.empty() : Optional.of(Attachment.log(event, tail))
                : Optional.of(new Attachment("message.txt", PlainText.whole(message)));
        attachment.ifPresent(file -> cards.footer(file.fileName() + " has all of it."));
        return new DiscordRendering(
                "**" + DiscordMarkdown.escape(SafeCut.head(title, MAX_TITLE)) + "**",
                cards.embeds(),
                answerable ? buttons(message.actions()) : JsonNodeFactory.instance.arrayNode(),
                attachment);
    }

    /** The message as text alone, should Discord refuse cards or buttons. */
    static DiscordRendering plain(Message message) {
        String whole = VisibleText.of(PlainText.whole(message)).strip();
        Fitted text = DiscordMarkdown.head(whole.isEmpty() ? title(message) : whole, MAX_CONTENT);
        return new DiscordRendering(
                text.text(),
                JsonNodeFactory.instance.arrayNode(),
                JsonNodeFactory.instance.arrayNode(),
                text.whole() ? Optional.empty() : Optional.of(new Attachment("message.txt", PlainText.whole(message))));
    }

    /** The same without its file, which Discord would not take. */
    DiscordRendering withoutFile() {
        ArrayNode told = embeds.deepCopy();
        attachment.ifPresent(file -> DiscordEmbeds.footer(told, file.fileName() + " could not be attached."));
        return new DiscordRendering(content, told, components, Optional.empty());
    }

    private static String title(Message message) {
        String title = VisibleText.line(message.title());
        return title.isEmpty() ? "TaskPing" : title;
    }

    private static ArrayNode buttons(List<Message.Action> actions) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        ArrayNode row = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < Math.min(actions.size(), MAX_BUTTONS); i++) {
            if (i % BUTTONS_A_ROW == 0) {
                row = rows.addObject().put("type", ACTION_ROW).putArray("components");
            }
            Message.Action action = actions.get(i);
            String label = VisibleText.line(action.label());
            row.addObject()
                    .put("type", BUTTON)
                    .put("style", i == 0 ? PRIMARY : SECONDARY)
                    .put("label", SafeCut.ends(label.isEmpty() ? action.replyText() : label, MAX_LABEL))
                    .put("custom_id", action.id());
        }
        return rows;
    }
}

package dev.taskping.relay.channel.telegram;

import com.pengrad.telegrambot.model.request.InlineKeyboardButton;
import com.pengrad.telegrambot.model.request.InlineKeyboardMarkup;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.HtmlBuilder;
import dev.taskping.relay.channel.render.PlainText;
import dev.taskping.relay.channel.render.SafeCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in Telegram's terms. What does not fit is shortened in the message and whole in an attached file.
 *
 * @param html for {@code parse_mode=HTML}
 * @param plain the same without markup, should Telegram refuse the markup
 * @param keyboard the buttons; without rows if there are none
 * @param attachment what did not fit
 */
record TelegramRendering(String html, String plain, InlineKeyboardMarkup keyboard, Optional<Attachment> attachment) {

    /** UTF-16 units after entity parsing (Bot API, {@code sendMessage}). */
    static final int MAX_TEXT = 4096;

    private static final int MAX_TITLE = 256;
    private static final int MAX_PARAGRAPH = 1200;
    private static final int MAX_FACTS = 1200;
    /** Line ends, and the word of the link. */
    private static final int MARGIN = 32;

    private static final int MAX_FACT_NAME = 64;
    private static final int MAX_FACT_VALUE = 300;
    private static final int MAX_LINK = 512;
    private static final int MAX_LABEL = 40;
    private static final int BUTTONS_A_ROW = 3;

    /** A log of up to so many lines is shown at once; a longer one unfolds when tapped. */
    private static final int LINES_SHOWN_OPEN = 12;

    static TelegramRendering of(Message message, @Nullable TaskEvent event) {
        HtmlBuilder html = new HtmlBuilder();
        String title = SafeCut.head(message.title().strip(), MAX_TITLE);
        // Telegram counts a text of nothing but white space and control characters as empty.
        html.element("b", title.chars().allMatch(c -> c <= ' ') ? "TaskPing" : title);
        boolean complete = title.length() == message.title().strip().length();
        complete &= message.rich() == null
                ? paragraph(html, message.text(), room(message, title))
                : TelegramRichText.write(html, message.rich(), room(message, title));
        complete &= facts(html, message.facts());
        if (message.link() != null && message.link().toString().length() <= MAX_LINK) {
            html.text("\n\n").link(message.link(), "Open");
        }
        String log = message.log() == null ? "" : message.log().tail().stripTrailing();
        boolean logComplete = log.isBlank() || log(html, log);
        Optional<Attachment> attachment = complete
                ? logComplete ? Optional.empty() : Optional.of(Attachment.log(event, log))
                : Optional.of(new Attachment("message.txt", PlainText.whole(message)));
        return new TelegramRendering(html.toString(), html.plain(), keyboard(message.actions()), attachment);
    }

    /** A digest is nothing but text: it gets what others leave to facts and log. */
    private static int room(Message message, String title) {
        if (message.log() != null) {
            return MAX_PARAGRAPH;
        }
        int facts = message.facts().stream()
                .mapToInt(fact -> fact.name().length() + fact.value().length() + 3)
                .sum();
        return Math.max(MAX_PARAGRAPH, MAX_TEXT - title.length() - Math.min(facts, MAX_FACTS) - MARGIN);
    }

    private static boolean paragraph(HtmlBuilder html, String text, int room) {
        if (text.isBlank()) {
            return true;
        }
        String shown = SafeCut.head(text, room);
        html.text("\n").text(shown);
        return shown.length() == text.length();
    }

    private static boolean facts(HtmlBuilder html, List<Message.Fact> facts) {
        boolean complete = true;
        int used = 0;
        String separator = "\n\n";
        for (Message.Fact fact : facts) {
            String name = SafeCut.head(fact.name(), MAX_FACT_NAME);
            String value = SafeCut.head(fact.value(), MAX_FACT_VALUE);
            used += name.length() + value.length() + 3;
            if (used > MAX_FACTS) {
                return false;
            }
            html.text(separator).text(name + ": ").element("b", value);
            complete &= name.length() == fact.name().length()
                    && value.length() == fact.value().length();
            separator = "\n";
        }
        return complete;
    }

    private static boolean log(HtmlBuilder html, String log) {
        int room = MAX_TEXT - html.length() - 2;
        String shown = SafeCut.tail(log, room);
        if (shown.isBlank()) {
            return false;
        }
        html.text("\n\n");
        // Telegram lets neither stand inside of the other.
        if (shown.lines().count() <= LINES_SHOWN_OPEN) {
            html.element("pre", shown);
        } else {
            html.element("blockquote", "expandable", shown);
        }
        return shown.length() == log.length();
    }

    private static InlineKeyboardMarkup keyboard(List<Message.Action> actions) {
        InlineKeyboardMarkup keyboard = new InlineKeyboardMarkup();
        List<InlineKeyboardButton> row = new ArrayList<>();
        for (Message.Action action : actions) {
            String label = SafeCut.ends(action.label().strip(), MAX_LABEL);
            row.add(new InlineKeyboardButton(label.isBlank() ? action.replyText() : label).callbackData(action.id()));
            if (row.size() == BUTTONS_A_ROW) {
                keyboard.addRow(row.toArray(InlineKeyboardButton[]::new));
                row.clear();
            }
        }
        if (!row.isEmpty()) {
            keyboard.addRow(row.toArray(InlineKeyboardButton[]::new));
        }
        return keyboard;
    }
}

package dev.taskping.relay.channel.email;

import dev.taskping.protocol.event.LogExcerpt;
import dev.taskping.protocol.event.TaskEvent;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.relay.channel.render.Attachment;
import dev.taskping.relay.channel.render.HtmlBuilder;
import dev.taskping.relay.channel.render.PlainText;
import dev.taskping.relay.channel.render.SafeCut;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message in an e-mail's terms.
 *
 * @param subject one line without control characters
 * @param text the plain alternative
 * @param html the HTML alternative
 * @param attachment the whole log, where it is too long to be read in the mail
 */
record EmailRendering(String subject, String text, String html, Optional<Attachment> attachment) {

    /** A longer log goes along as a file. */
    private static final int MAX_LOG = 100 * 1024;

    /** How much of such a log still stands in the mail. */
    private static final int LOG_SHOWN = 8 * 1024;

    private static final int MAX_SUBJECT = 200;

    /**
     * Renders.
     *
     * @param heard whether somebody reads what is answered
     */
    static EmailRendering of(Message message, @Nullable TaskEvent event, boolean heard) {
        String log = message.log() == null ? "" : message.log().tail().stripTrailing();
        String hint = heard ? ReplyHint.of(message.actions()) : "";
        boolean attached = log.length() > MAX_LOG;
        String shown = attached ? SafeCut.tail(log, LOG_SHOWN) : log;
        return new EmailRendering(
                subject(message.title()),
                text(message, hint, shown),
                html(message, hint, shown),
                attached ? Optional.of(Attachment.log(event, log)) : Optional.empty());
    }

    private static String subject(String title) {
        String line = title.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return line.isEmpty() ? "TaskPing" : SafeCut.head(line, MAX_SUBJECT);
    }

    private static String text(Message message, String hint, String log) {
        StringBuilder text = new StringBuilder(PlainText.withoutLog(message));
        if (!hint.isEmpty()) {
            text.append("\n\n").append(hint);
        }
        if (!log.isBlank()) {
            text.append("\n\n").append(heading(message.log())).append(":\n\n").append(log);
        }
        return text.append('\n').toString();
    }

    private static String heading(@Nullable LogExcerpt log) {
        return log != null && log.truncated() ? "The end of the log" : "Log";
    }

    private static String html(Message message, String hint, String log) {
        HtmlBuilder html = new HtmlBuilder();
        html.open("div", "style=\"font:15px/1.5 -apple-system,'Segoe UI',Roboto,sans-serif;max-width:44rem\"");
        html.element(
                "h2",
                "style=\"margin:0 0 .5em;padding-left:.6em;border-left:4px solid " + colour(message.severity()) + "\"",
                message.title());
        if (message.rich() != null) {
            EmailRichText.write(html, message.rich());
        } else if (!message.text().isBlank()) {
            html.element("p", "style=\"white-space:pre-line\"", message.text());
        }
        if (!message.facts().isEmpty()) {
            html.open("table", "style=\"border-collapse:collapse\"");
            for (Message.Fact fact : message.facts()) {
                html.open("tr", "")
                        .element("td", "style=\"padding:.1em 1em .1em 0;color:#666\"", fact.name())
                        .element("td", "style=\"padding:.1em 0\"", fact.value())
                        .close("tr");
            }
            html.close("table");
        }
        if (message.link() != null && String.valueOf(message.link().getScheme()).matches("https?")) {
            html.open("p", "").link(message.link(), "Open").close("p");
        }
        if (!hint.isEmpty()) {
            html.element("p", "style=\"color:#666\"", hint);
        }
        if (!log.isBlank()) {
            html.element("p", "style=\"margin:1em 0 .3em;color:#666\"", heading(message.log()));
            html.element(
                    "pre",
                    "style=\"background:#f6f8fa;padding:.8em;border-radius:6px;white-space:pre-wrap;"
                            + "overflow-wrap:anywhere;font:12px/1.4 ui-monospace,Consolas,monospace\"",
                    log);
        }
        return "<!doctype html><html><body>" + html.close("div") + "</body></html>";
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case INFO -> "#2a7ab9";
            case SUCCESS -> "#2a9d4b";
            case WARNING -> "#c98a00";
            case ERROR -> "#c33333";
        };
    }
}

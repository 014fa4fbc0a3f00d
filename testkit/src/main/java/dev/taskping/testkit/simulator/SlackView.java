package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.slack.SlackMessage;
import dev.taskping.testkit.simulator.slack.SlackSimulator;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** The channels in Slack, for the page and for a terminal. */
final class SlackView {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private SlackView() {}

    static String html(SlackSimulator slack) {
        return slack.channels().stream()
                .map(channel -> "<h3>" + Html.escape(slack.title(channel)) + "</h3><div class=chat>"
                        + slack.messages(channel).stream()
                                .map(SlackView::bubble)
                                .collect(Collectors.joining())
                        + "</div>")
                .collect(Collectors.joining());
    }

    private static String bubble(SlackMessage message) {
        SlackMessage.SlackFile file = message.file();
        return "<div class='bubble bot" + (message.thread() == null ? "" : " below") + "'>"
                + (message.title().isEmpty() ? "" : "<b>" + Html.escape(message.title()) + "</b>") + "<div class=text>"
                + Html.escape(message.text()) + "</div>"
                + (file == null ? "" : "<div class=file>📎 " + Html.escape(file.fileName()) + "</div>")
                + Html.buttons(message.buttonLabels()) + "<time>" + (message.editedAt() == null ? "" : "edited ")
                + CLOCK.format(message.sentAt()) + "</time></div>";
    }

    /** A message in a few lines, the first of which says where it stands. */
    static String text(SlackSimulator slack, SlackMessage message) {
        SlackMessage.SlackFile file = message.file();
        return "Slack     TaskPing → " + slack.title(message.channelId())
                + (message.thread() == null ? "" : ", in a thread") + (message.editedAt() == null ? "" : "  (edited)")
                + "\n" + message.displayed().strip()
                + (file == null
                        ? ""
                        : "📎 " + file.fileName() + ", " + file.text().length() + " characters")
                + Html.buttonsAsText(message.buttonLabels());
    }
}

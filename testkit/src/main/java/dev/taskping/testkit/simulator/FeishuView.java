package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.feishu.FeishuButton;
import dev.taskping.testkit.simulator.feishu.FeishuFile;
import dev.taskping.testkit.simulator.feishu.FeishuMessage;
import dev.taskping.testkit.simulator.feishu.FeishuSimulator;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** The group in Feishu, for the page and for a terminal. */
final class FeishuView {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private FeishuView() {}

    static String html(FeishuSimulator feishu) {
        String messages = feishu.messages().stream().map(FeishuView::card).collect(Collectors.joining());
        return messages.isEmpty()
                ? "<p class=empty>Nothing in the group yet.</p>"
                : "<h3>" + Html.escape(FeishuSimulator.GROUP_NAME) + "</h3><div class=chat>" + messages + "</div>";
    }

    private static String card(FeishuMessage message) {
        FeishuFile file = message.file();
        String title = message.content().title();
        return "<div class='bubble bot'>"
                + (title.isEmpty()
                        ? ""
                        : "<div class='head " + Html.escape(message.content().colour()) + "'>" + Html.escape(title)
                                + "</div>")
                + "<div class=text>" + Html.escape(message.content().text()) + "</div>"
                + (file == null ? "" : "<div class=file>📎 " + Html.escape(file.name()) + "</div>")
                + message.content().buttons().stream()
                        .map(FeishuView::button)
                        .collect(Collectors.joining("", "<div class=row>", "</div>"))
                + "<time>" + (message.editedAt() == null ? "" : "edited ") + CLOCK.format(message.sentAt())
                + "</time></div>";
    }

    private static String button(FeishuButton button) {
        return button.url() == null
                ? "<span class=button>" + Html.escape(button.label()) + "</span>"
                : "<a class=button href=\"" + Html.escape(button.url()) + "\">" + Html.escape(button.label()) + "</a>";
    }

    /** A message in a few lines. */
    static String text(FeishuMessage message) {
        FeishuFile file = message.file();
        String buttons =
                message.buttonLabels().stream().map(label -> "[" + label + "]").collect(Collectors.joining(" "));
        return "Feishu    TaskPing → " + FeishuSimulator.GROUP_NAME
                + (message.editedAt() == null ? "" : "  (edited)") + "\n"
                + message.content().whole().strip()
                + (file == null ? "" : "📎 " + file.name() + ", " + file.content().length + " bytes")
                + (buttons.isEmpty() ? "" : "\n" + buttons);
    }
}

package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.discord.DiscordMessage;
import dev.taskping.testkit.simulator.discord.DiscordSimulator;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** The channels in Discord, for the page and for a terminal. */
final class DiscordView {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private DiscordView() {}

    static String html(DiscordSimulator discord) {
        return discord.channels().stream()
                .map(channel -> "<h3>" + Html.escape(discord.title(channel)) + "</h3><div class=chat>"
                        + discord.messages(channel).stream()
                                .map(DiscordView::bubble)
                                .collect(Collectors.joining())
                        + "</div>")
                .collect(Collectors.joining());
    }

    private static String bubble(DiscordMessage message) {
        String cards = message.embeds().stream().map(DiscordView::card).collect(Collectors.joining());
        String files = message.files().stream()
                .map(file -> "<div class=file>📎 " + Html.escape(file.fileName()) + "</div>")
                .collect(Collectors.joining());
        return "<div class='bubble bot'><div class=text><b>" + Html.escape(DiscordMessage.displayed(message.content()))
                + "</b></div>" + cards + files + Html.buttons(message.buttonLabels()) + "<time>"
                + (message.editedAt() == null ? "" : "edited ") + CLOCK.format(message.sentAt()) + "</time></div>";
    }

    private static String card(DiscordMessage.Embed card) {
        String fields = card.fields().stream()
                .map(field -> "<div>" + Html.escape(DiscordMessage.displayed(field.name())) + ": <b>"
                        + Html.escape(DiscordMessage.displayed(field.value())) + "</b></div>")
                .collect(Collectors.joining());
        String text = Html.escape(DiscordMessage.displayed(card.description()));
        return "<div class=card style='border-color:#%06x'>".formatted(Math.max(0, card.colour()))
                + (card.description().startsWith("```")
                        ? "<pre>" + text + "</pre>"
                        : "<div class=text>" + text + "</div>")
                + fields + (card.footer().isEmpty() ? "" : "<small>" + Html.escape(card.footer()) + "</small>")
                + "</div>";
    }

    /** A message in a few lines, the first of which says where it stands. */
    static String text(DiscordSimulator discord, DiscordMessage message) {
        String files = message.files().stream()
                .map(file -> "\n📎 " + file.fileName() + ", " + file.text().length() + " characters")
                .collect(Collectors.joining());
        return "Discord   TaskPing → " + discord.title(message.channelId())
                + (message.editedAt() == null ? "" : "  (edited)") + "\n" + message.text() + files
                + Html.buttonsAsText(message.buttonLabels());
    }
}

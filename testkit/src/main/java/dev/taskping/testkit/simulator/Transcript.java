package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.mail.InboxMessage;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that arrived anywhere, in order, as plain text for a terminal. */
final class Transcript {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String INDENT = " ".repeat(10);

    private record Line(Instant at, String text) {}

    private final SimulatedProviders simulatedProviders;

    Transcript(SimulatedProviders simulatedProviders) {
        this.simulatedProviders = simulatedProviders;
    }

    String render() {
        List<Line> lines = new ArrayList<>();
        for (long chat : simulatedProviders.telegram().chats()) {
            simulatedProviders.telegram().messages(chat).forEach(message -> lines.add(telegram(message)));
        }
        simulatedProviders.mail().messages().forEach(message -> lines.add(mail(message)));
        simulatedProviders.webhooks().requests().forEach(request -> lines.add(webhook(request)));
        for (String channel : simulatedProviders.discord().channels()) {
            simulatedProviders
                    .discord()
                    .messages(channel)
                    .forEach(message -> lines.add(
                            below(message.sentAt(), DiscordView.text(simulatedProviders.discord(), message))));
        }
        for (String channel : simulatedProviders.slack().channels()) {
            simulatedProviders
                    .slack()
                    .messages(channel)
                    .forEach(message ->
                            lines.add(below(message.sentAt(), SlackView.text(simulatedProviders.slack(), message))));
        }
        simulatedProviders
                .feishu()
                .messages()
                .forEach(message -> lines.add(below(message.sentAt(), FeishuView.text(message))));
        simulatedProviders
                .twilio()
                .messages()
                .forEach(message -> lines.add(below(message.sentAt(), SmsView.text(message))));
        return lines.stream()
                .sorted(Comparator.comparing(Line::at))
                .map(line -> CLOCK.format(line.at()) + "  " + line.text())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Line telegram(ChatMessage message) {
        String chat = simulatedProviders.telegram().title(message.chatId());
        String head = message.author() == null
                ? "Telegram  TaskPing → " + chat
                : "Telegram  " + message.author().name() + " → TaskPing";
        StringBuilder text = new StringBuilder(head);
        if (message.editedAt() != null) {
            text.append("  (edited ").append(CLOCK.format(message.editedAt())).append(')');
        }
        text.append(indented(message.text()));
        if (message.document() != null) {
            text.append(indented("📎 " + message.document().fileName() + ", "
                    + message.document().content().length + " bytes"));
        }
        if (!message.buttons().isEmpty()) {
            text.append(indented(message.buttonLabels().stream()
                    .map(label -> "[" + label + "]")
                    .collect(Collectors.joining(" "))));
        }
        return new Line(message.sentAt(), text.toString());
    }

    private static Line mail(InboxMessage message) {
        String attachments = message.attachments().stream()
                .map(attachment -> "\n📎 " + attachment.fileName())
                .collect(Collectors.joining());
        return new Line(
                message.receivedAt(),
                "E-mail    " + message.from() + " → " + String.join(", ", message.to())
                        + indented("Subject: " + message.subject())
                        + indented(message.text().strip() + attachments));
    }

    private static Line webhook(ReceivedRequest request) {
        return new Line(
                request.receivedAt(),
                "Webhook   " + request.path() + "  " + (request.accepted() ? "taken" : "refused") + ", signature "
                        + request.signature() + "  " + CloudEventSummary.of(request.body()));
    }

    /** The first line beside the time, the others below it. */
    private static Line below(Instant at, String text) {
        String[] parts = text.split("\n", 2);
        return new Line(at, parts[0] + (parts.length == 1 ? "" : indented(parts[1])));
    }

    private static String indented(String text) {
        return text.lines().map(line -> "\n" + (INDENT + line).stripTrailing()).collect(Collectors.joining());
    }
}

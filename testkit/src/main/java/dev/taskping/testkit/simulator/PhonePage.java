package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.mail.InboxMessage;
import dev.taskping.testkit.simulator.telegram.Button;
import dev.taskping.testkit.simulator.telegram.ChatMessage;
import dev.taskping.testkit.simulator.webhook.ReceivedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

/** The page: a phone with the chats, the e-mail inbox and the log of webhooks. */
final class PhonePage {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private final SimulatedProviders simulatedProviders;
    private final String frame;

    PhonePage(SimulatedProviders simulatedProviders) {
        this.simulatedProviders = simulatedProviders;
        this.frame = resource("page.html");
    }

    String whole() {
        return frame.replace(
                        "{{person}}", Html.escape(simulatedProviders.person().name()))
                .replace("{{live}}", live());
    }

    /** The part that changes. */
    String live() {
        return "<section class=phone><h2>Telegram</h2>" + chats() + "</section><section class=inbox><h2>E-mail</h2>"
                + mails() + "</section><section class=hooks><h2>Webhooks</h2>" + hooks()
                + "</section><section class=inbox><h2>Discord</h2>" + DiscordView.html(simulatedProviders.discord())
                + "</section><section class=inbox><h2>Slack</h2>" + SlackView.html(simulatedProviders.slack())
                + "</section><section class=inbox><h2>Feishu</h2>" + FeishuView.html(simulatedProviders.feishu())
                + "</section><section class=inbox><h2>Text messages</h2>" + SmsView.html(simulatedProviders.twilio())
                + "</section>";
    }

    private String chats() {
        String chats = simulatedProviders.telegram().chats().stream()
                .map(chat -> "<h3>" + Html.escape(simulatedProviders.telegram().title(chat)) + "</h3><div class=chat>"
                        + simulatedProviders.telegram().messages(chat).stream()
                                .map(this::bubble)
                                .collect(Collectors.joining())
                        + "</div>")
                .collect(Collectors.joining());
        return chats.isEmpty() ? "<p class=empty>Nobody has started the bot yet.</p>" : chats;
    }

    private String bubble(ChatMessage message) {
        Instant editedAt = message.editedAt();
        String file = message.document() == null
                ? ""
                : "<div class=file>📎 " + Html.escape(message.document().fileName()) + "</div>";
        String time =
                (editedAt == null ? "" : "edited ") + CLOCK.format(editedAt == null ? message.sentAt() : editedAt);
        return "<div class='bubble " + (message.fromBot() ? "bot" : "mine") + "'><div class=text>"
                + Html.of(message.content()) + "</div>" + file + "<time>" + time + "</time>"
                + message.buttons().stream().map(row -> row(message, row)).collect(Collectors.joining()) + "</div>";
    }

    private static String row(ChatMessage message, List<Button> row) {
        return row.stream()
                .map(button -> button.url() == null
                        ? "<button data-chat=%d data-message=%d>%s</button>"
                                .formatted(message.chatId(), message.id(), Html.escape(button.label()))
                        : "<a class=button href=\"%s\">%s</a>"
                                .formatted(Html.escape(button.url()), Html.escape(button.label())))
                .collect(Collectors.joining("", "<div class=row>", "</div>"));
    }

    private String mails() {
        List<InboxMessage> messages = simulatedProviders.mail().messages().reversed();
        return messages.isEmpty()
                ? "<p class=empty>No mail yet.</p>"
                : messages.stream().limit(50).map(PhonePage::mail).collect(Collectors.joining());
    }

    private static String mail(InboxMessage mail) {
        String attachments = mail.attachments().stream()
                .map(attachment -> "<div class=file>📎 " + Html.escape(attachment.fileName()) + "</div>")
                .collect(Collectors.joining());
        // The message's own HTML is shown in a frame that may run nothing.
        String body = mail.html().isEmpty()
                ? "<pre>" + Html.escape(mail.text()) + "</pre>"
                : "<iframe sandbox srcdoc=\"" + Html.escape(mail.html()) + "\"></iframe>";
        return "<details id='mail-" + Html.escape(mail.messageId() + mail.to()).replace("'", "") + "'><summary><b>"
                + Html.escape(mail.subject()) + "</b><span>" + Html.escape(mail.from()) + " → "
                + Html.escape(String.join(", ", mail.to())) + " · " + CLOCK.format(mail.receivedAt())
                + "</span></summary>" + body + attachments + "</details>";
    }

    private String hooks() {
        List<ReceivedRequest> requests =
                simulatedProviders.webhooks().requests().reversed();
        return requests.isEmpty()
                ? "<p class=empty>No webhook yet.</p>"
                : requests.stream().limit(100).map(PhonePage::hook).collect(Collectors.joining());
    }

    private static String hook(ReceivedRequest request) {
        return "<div class='hook " + (request.accepted() ? "ok" : "bad") + "'>" + CLOCK.format(request.receivedAt())
                + " " + Html.escape(CloudEventSummary.of(request.body())) + "<small>signature "
                + Html.escape(request.signature()) + "</small></div>";
    }

    private static String resource(String name) {
        try (InputStream in = PhonePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

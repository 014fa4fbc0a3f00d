package dev.taskping.testkit.simulator;

import dev.taskping.testkit.simulator.twilio.TextMessage;
import dev.taskping.testkit.simulator.twilio.TwilioSimulator;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** The telephones, for the page and for a terminal. */
final class SmsView {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private SmsView() {}

    static String html(TwilioSimulator twilio) {
        String messages = twilio.messages().stream().map(SmsView::bubble).collect(Collectors.joining());
        return messages.isEmpty()
                ? "<p class=empty>No text message yet.</p>"
                : "<div class=chat>" + messages + "</div>";
    }

    private static String bubble(TextMessage message) {
        return "<div class='bubble bot'><div class=text>" + Html.escape(message.body()) + "</div><time>"
                + Html.escape(cost(message)) + " · " + CLOCK.format(message.sentAt()) + "</time></div>";
    }

    /** A message in a few lines. */
    static String text(TextMessage message) {
        return "SMS       " + message.from() + " → " + cost(message) + "\n" + message.body();
    }

    private static String cost(TextMessage message) {
        return message.to() + ", " + message.segments() + (message.segments() == 1 ? " segment" : " segments") + " of "
                + message.encoding().name().replace('_', '-');
    }
}

package dev.taskping.relay.channel.conformance;

import dev.taskping.protocol.message.Message.Severity;
import dev.taskping.testkit.simulator.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** One page with every message on every channel, each as its provider shows it, as far as a style sheet goes. */
final class ContactSheet {

    /**
     * A message on a channel.
     *
     * @param shown what the person sees
     * @param severity by which providers colour it
     */
    record Picture(Shown shown, Severity severity) {}

    private ContactSheet() {}

    /** The page: by channel, by kind of news. */
    static String html(Map<String, Map<String, Picture>> channels) {
        String sections = channels.entrySet().stream()
                .map(channel -> section(channel.getKey(), channel.getValue()))
                .collect(Collectors.joining("\n"));
        return resource("contact-sheet.html").replace("{{sections}}", sections);
    }

    private static String section(String channel, Map<String, Picture> pictures) {
        return "<section class=\"%s\">\n<h2>%s</h2>\n<div class=\"sheet\">\n%s\n</div>\n</section>"
                .formatted(
                        channel.replaceFirst("-.*", ""),
                        channel.replace('-', ' '),
                        pictures.entrySet().stream()
                                .map(picture -> card(picture.getKey(), picture.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    private static String card(String news, Picture picture) {
        return "<figure class=\"%s\"><figcaption>%s</figcaption><div class=\"frame\">%s<div class=\"message\">%s%s</div>%s</div></figure>"
                .formatted(
                        picture.severity().name().toLowerCase(Locale.ROOT),
                        news.replace('-', ' '),
                        "<div class=\"who\"><i>tp</i><b>TaskPing</b><small>02:40</small></div>",
                        body(picture.shown()),
                        files(picture.shown()),
                        buttons(picture.shown()));
    }

    private static String body(Shown shown) {
        if (shown.html().contains("<body")) {
            return "<div class=\"page\">" + shown.html().replaceAll("(?s)^.*<body[^>]*>|</body>.*$", "") + "</div>";
        }
        return shown.html().isEmpty()
                ? "<div class=\"text plain\">" + Html.escape(shown.text()) + "</div>"
                : "<div class=\"text\">" + shown.html() + "</div>";
    }

    private static String files(Shown shown) {
        return shown.files().stream()
                .map(file -> "<div class=\"file\">📎 " + Html.escape(file.name()) + "</div>")
                .collect(Collectors.joining());
    }

    private static String buttons(Shown shown) {
        return shown.buttons().isEmpty()
                ? ""
                : shown.buttons().stream()
                        .map(label -> "<span>" + Html.escape(label) + "</span>")
                        .collect(Collectors.joining("", "<div class=\"buttons\">", "</div>"));
    }

    private static String resource(String name) {
        try (InputStream in = ContactSheet.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.taskping.testkit.simulator.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person reads of text in which Slack looks for control sequences and formatting ("Formatting message text"). */
final class Mrkdwn {

    private static final Pattern CONTROL = Pattern.compile("<([^<>\\n]+)>");
    private static final Pattern EMOJI = Pattern.compile(":[a-z0-9_+-]+:");
    private static final Pattern FORMATTING = Pattern.compile("(?<![\\w*_~`])([*_~`])(\\S(?:[^\\n]*?\\S)?)\\1(?!\\w)");

    private Mrkdwn() {}

    /** Text with formatting. */
    static String displayed(String text) {
        return entities(EMOJI.matcher(FORMATTING.matcher(controls(text)).replaceAll("$2"))
                .replaceAll("▢"));
    }

    /** Text without formatting; control characters and emoji mean something all the same. */
    static String plain(String text, boolean emoji) {
        return entities(emoji ? EMOJI.matcher(text).replaceAll("▢") : text);
    }

    /** A message's text that asked for no formatting. */
    static String unformatted(String text) {
        return entities(controls(text));
    }

    private static String controls(String text) {
        return CONTROL.matcher(text).replaceAll(found -> {
            String inside = found.group(1);
            String label = inside.substring(inside.indexOf('|') + 1);
            return Matcher.quoteReplacement(
                    switch (inside.charAt(0)) {
                        case '!', '@', '#' -> "▢";
                        default -> label;
                    });
        });
    }

    /** Whom control sequences name. */
    static List<String> pings(String text) {
        List<String> pings = new ArrayList<>();
        CONTROL.matcher(text).results().map(found -> found.group(1)).forEach(inside -> {
            if (inside.startsWith("!") || inside.startsWith("@")) {
                pings.add(inside.substring(1).split("[|^]", 2)[0]);
            }
        });
        return pings;
    }

    private static String entities(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}

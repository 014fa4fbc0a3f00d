package dev.taskping.testkit.simulator.discord;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person reads of Discord's Markdown ("Markdown Text 101", "Message Formatting"): markup goes, words stay. */
final class DiscordDisplayedText {

    /** Stands for what is drawn as a picture or a name: emoji and mentions. */
    private static final String PICTURE = "▢";

    private static final String FENCE = "```";

    /** Longest first. */
    private static final List<String> WRAPPING = List.of("**", "__", "~~", "||", "`", "*", "_");

    private record Rule(Pattern pattern, boolean atLine, Function<MatchResult, String> shown) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Pattern.compile("\\\\([^0-9A-Za-z\\s])"), false, found -> found.group(1)),
            new Rule(Pattern.compile("[ ]*(?:#{1,3}|-#|>>>|>)[ ]+(?=\\S)"), true, found -> ""),
            new Rule(Pattern.compile("[ ]*(?:[-*+]|\\d+\\.)[ ]+(?=\\S)"), true, found -> "• "),
            new Rule(Pattern.compile("<(https?://[^\\s>]+)>"), false, found -> found.group(1)),
            new Rule(
                    Pattern.compile("<(?:@[!&]?\\d+|#\\d+|a?:\\w+:\\d+|t:-?\\d+(?::[a-zA-Z])?|/[^>\\n]+:\\d+)>"),
                    false,
                    found -> PICTURE),
            new Rule(Pattern.compile("\\[([^\\[\\]]+)\\]\\(https?://[^\\s()<>]+\\)"), false, found -> found.group(1)),
            new Rule(Pattern.compile("https?://[^\\s<]+[^<.,:;\"'\\]\\s]"), false, MatchResult::group),
            new Rule(Pattern.compile(":[a-zA-Z0-9_+-]+:"), false, found -> PICTURE));

    private DiscordDisplayedText() {}

    /** The displayed text. */
    static String displayed(String markdown) {
        StringBuilder shown = new StringBuilder();
        int position = 0;
        while (position < markdown.length()) {
            int end = fenced(markdown, position, shown);
            if (end < 0) {
                end = ruled(markdown, position, shown);
            }
            if (end < 0) {
                end = wrapped(markdown, position, shown);
            }
            if (end < 0) {
                shown.append(markdown.charAt(position));
                end = position + 1;
            }
            position = end;
        }
        return shown.toString();
    }

    /** A block of code: nothing in it means anything; a word right behind the fence would be its language. */
    private static int fenced(String markdown, int position, StringBuilder shown) {
        int close = markdown.startsWith(FENCE, position) ? markdown.indexOf(FENCE, position + FENCE.length()) : -1;
        if (close < 0) {
            return -1;
        }
        String code = markdown.substring(position + FENCE.length(), close)
                .replaceFirst("^[a-z0-9_+\\-.#]+\\n", "\n")
                .replaceFirst("^\\n+", "")
                .replaceFirst("\\n+$", "");
        if (code.isEmpty()) {
            return -1;
        }
        shown.append(code);
        return close + FENCE.length();
    }

    private static int ruled(String markdown, int position, StringBuilder shown) {
        boolean atLine = position == 0 || markdown.charAt(position - 1) == '\n';
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(markdown).region(position, markdown.length());
            if ((atLine || !rule.atLine()) && matcher.lookingAt()) {
                shown.append(rule.shown().apply(matcher));
                return matcher.end();
            }
        }
        return -1;
    }

    private static int wrapped(String markdown, int position, StringBuilder shown) {
        for (String mark : WRAPPING) {
            if (!markdown.startsWith(mark, position)) {
                continue;
            }
            int begin = position + mark.length();
            for (int i = begin; i < markdown.length(); i++) {
                if (markdown.charAt(i) == '\\' && !mark.equals("`")) {
                    i++;
                } else if (i > begin && markdown.startsWith(mark, i)) {
                    String inside = markdown.substring(begin, i);
                    shown.append(mark.equals("`") ? inside : displayed(inside));
                    return i + mark.length();
                }
            }
        }
        return -1;
    }
}

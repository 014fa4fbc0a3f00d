package dev.taskping.testkit.simulator.feishu;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person reads of Markdown in card JSON 1.0 ("Rich text (Markdown)"): markup goes, words stay, entities are the
 * characters they stand for. What only JSON 2.0 knows, headings and quotes and code within a line, is no markup here; a tag, a
 * picture or a variable that our cards never have shows as {@code [markup]}, so that a test sees it.
 */
final class FeishuDisplayedText {

    private record Rule(Pattern pattern, boolean atLine, Function<MatchResult, String> shown) {}

    private static final List<Rule> RULES = List.of(
            new Rule(Pattern.compile("&#(\\d{1,6});"), false, found -> character(found.group(1))),
            new Rule(Pattern.compile("&(?:lt|gt|amp|nbsp|quot|sim);"), false, found -> "[markup]"),
            new Rule(Pattern.compile("</?[A-Za-z][^>\\n]*>"), false, found -> "[markup]"),
            new Rule(Pattern.compile("!\\[[^\\]\\n]*\\]\\([^)\\n]*\\)"), false, found -> "[markup]"),
            new Rule(Pattern.compile("[ ]*[-*+] (?=\\S)"), true, found -> "• "),
            new Rule(
                    Pattern.compile("[ ]*\\d+\\. (?=\\S)"),
                    true,
                    found -> found.group().strip() + " "),
            new Rule(
                    Pattern.compile("\\[([^\\[\\]\\n]+)\\]\\((https?://[^\\s()<>*_~]+)\\)"),
                    false,
                    found -> displayed(found.group(1)) + " (" + found.group(2) + ")"),
            new Rule(Pattern.compile("\\[([^\\[\\]\\n]*)\\]\\([^)\\n]*\\)"), false, found -> "[markup]"),
            new Rule(
                    Pattern.compile("\\*\\*\\*(?=\\S)([^*\\n]+)(?<=\\S)\\*\\*\\*"), false, FeishuDisplayedText::inside),
            new Rule(Pattern.compile("\\*\\*(?=\\S)([^*\\n]+)(?<=\\S)\\*\\*"), false, FeishuDisplayedText::inside),
            new Rule(Pattern.compile("\\*(?=\\S)([^*\\n]+)(?<=\\S)\\*"), false, FeishuDisplayedText::inside),
            new Rule(Pattern.compile("~~([^~\\n]+)~~"), false, found -> "[markup]"),
            new Rule(Pattern.compile("(?:---|\\*\\*\\*)[ ]*(?=\\n|$)"), true, found -> "[markup]"));

    private FeishuDisplayedText() {}

    /** The displayed text. */
    static String displayed(String markdown) {
        StringBuilder shown = new StringBuilder();
        int position = 0;
        while (position < markdown.length()) {
            position = ruled(markdown, position, shown);
        }
        return shown.toString();
    }

    private static int ruled(String markdown, int position, StringBuilder shown) {
        boolean atLine = position == 0 || markdown.charAt(position - 1) == '\n';
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(markdown).region(position, markdown.length());
            matcher.useTransparentBounds(true);
            if ((atLine || !rule.atLine()) && matcher.lookingAt()) {
                shown.append(rule.shown().apply(matcher));
                return matcher.end();
            }
        }
        shown.append(markdown.charAt(position));
        return position + 1;
    }

    private static String inside(MatchResult found) {
        return displayed(found.group(1));
    }

    private static String character(String code) {
        return Character.toString(Integer.parseInt(code));
    }
}

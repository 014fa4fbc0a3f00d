package dev.taskping.relay.channel.discord;

import dev.taskping.relay.channel.render.SafeCut;
import java.net.URI;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Text that Discord shows as it is. A backslash before punctuation takes its meaning away (Discord, "Markdown Text 101");
 * inside of a fenced block nothing has a meaning but three backticks.
 */
final class DiscordMarkdown {

    private static final String ZERO_WIDTH_SPACE = "\u200B";
    private static final String FENCE = "```";

    /** Emphasis, strikes, spoilers, code, mentions and emoji by number, links. */
    private static final String SPECIAL = "\\*_~|`<[]";

    /** Headings, quotes and lists, as a word of their own where a line begins. */
    private static final Pattern BLOCK = Pattern.compile("[#>+-]+|\\d+\\.");

    /** Left alone, a link can be followed; Discord gives nothing in it a meaning. */
    private static final Pattern LINK = Pattern.compile("https?://[A-Za-z0-9._~%?&=#/+:-]*[A-Za-z0-9/]");

    private DiscordMarkdown() {}

    /**
     * A text in the form that shows it.
     *
     * @param text the form
     * @param whole whether nothing was left out
     */
    record Fitted(String text, boolean whole) {}

    private interface Cut {
        String apply(String text, int limit);
    }

    /** The beginning of a text, escaped, no longer than {@code limit}. */
    static Fitted head(String text, int limit) {
        return fit(text, limit, DiscordMarkdown::escape, SafeCut::head);
    }

    /** The end of a log as a fenced block no longer than {@code limit}. */
    static Fitted tailBlock(String log, int limit) {
        return fit(log, limit, DiscordMarkdown::block, SafeCut::tail);
    }

    private static Fitted fit(String text, int limit, UnaryOperator<String> form, Cut cut) {
        int room = limit;
        String part = cut.apply(text, room);
        String formed = form.apply(part);
        while (formed.length() > limit) {
            room = Math.max(0, room - Math.max(1, (formed.length() - limit) / 2));
            part = cut.apply(text, room);
            formed = part.isEmpty() ? "" : form.apply(part);
        }
        return new Fitted(formed, part.length() == text.length());
    }

    /** A fenced block. Spaces without width leave no three backticks together, however many there are in a row. */
    static String block(String text) {
        return FENCE + "\n" + text.replaceAll("`(?=``)", "`" + ZERO_WIDTH_SPACE) + "\n" + FENCE;
    }

    /** An address as a link's target, which a parenthesis would end. */
    static String target(URI address) {
        return address.toASCIIString().replace("(", "%28").replace(")", "%29");
    }

    /** The text, escaped. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        boolean atLine = true;
        int begin = 0;
        while (begin < text.length()) {
            boolean space = Character.isWhitespace(text.charAt(begin));
            int end = begin;
            while (end < text.length() && Character.isWhitespace(text.charAt(end)) == space) {
                end++;
            }
            String part = text.substring(begin, end);
            if (space) {
                escaped.append(part);
                atLine |= part.indexOf('\n') >= 0;
            } else {
                escaped.append(LINK.matcher(part).matches() ? part : word(part, atLine));
                atLine = false;
            }
            begin = end;
        }
        return escaped.toString();
    }

    private static String word(String word, boolean atLine) {
        StringBuilder escaped = new StringBuilder(word.length() + 8);
        boolean block = atLine && BLOCK.matcher(word).matches();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean means = SPECIAL.indexOf(c) >= 0
                    || (block && (c < '0' || c > '9'))
                    || (c == ':' && (word.startsWith("://", i) || word.indexOf(':', i + 1) > i))
                    || (c == '@' && (word.startsWith("@everyone", i) || word.startsWith("@here", i)));
            if (means) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}

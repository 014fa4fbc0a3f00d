package dev.taskping.protocol.template;

import java.util.List;

/**
 * A template whose tags are replaced with placeholders: single characters without a meaning in Markdown. The reader of the Markdown
 * parses it first and then inserts the values into the parsed texts. So a value is always text, whatever it contains.
 *
 * @param markdown Markdown with placeholders
 * @param values the values of the placeholders
 */
public record FilledTemplate(String markdown, List<String> values) {

    /** Unicode's private use area in the basic multilingual plane, U+E000 to U+F8FF. */
    private static final char FIRST = '\uE000';

    private static final char LAST = '\uF8FF';

    /** The maximum number of values. */
    static final int MAX_VALUES = LAST - FIRST + 1;

    public FilledTemplate {
        values = List.copyOf(values);
    }

    /** Whether a character is a placeholder. */
    static boolean isPlaceholder(int character) {
        return character >= FIRST && character <= LAST;
    }

    /** The placeholder of the value with an index. */
    static char placeholder(int index) {
        return (char) (FIRST + index);
    }

    /** Inserts the values into a text from the Markdown. */
    public String expand(String text) {
        StringBuilder expanded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlaceholder(c) && c - FIRST < values.size()) {
                expanded.append(values.get(c - FIRST));
            } else {
                expanded.append(c);
            }
        }
        return expanded.toString();
    }
}

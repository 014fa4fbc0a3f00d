package dev.taskping.protocol.template;

import java.util.List;

/**
 * A template whose tags are filled with placeholders, each one character that means nothing to Markdown. Whoever reads the
 * Markdown puts the values in afterwards, into texts that are read already: whatever stands in a value, it is text.
 *
 * @param markdown Markdown with placeholders
 * @param values what they stand for
 */
public record FilledTemplate(String markdown, List<String> values) {

    /** Unicode's private use area in the basic multilingual plane, U+E000 to U+F8FF. */
    private static final char FIRST = '\uE000';

    private static final char LAST = '\uF8FF';

    /** How many values there can be. */
    static final int MAX_VALUES = LAST - FIRST + 1;

    public FilledTemplate {
        values = List.copyOf(values);
    }

    /** Whether a character stands for a value. */
    static boolean isPlaceholder(int character) {
        return character >= FIRST && character <= LAST;
    }

    /** The character that stands for the value with that index. */
    static char placeholder(int index) {
        return (char) (FIRST + index);
    }

    /** A text out of the Markdown with the values in it. */
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

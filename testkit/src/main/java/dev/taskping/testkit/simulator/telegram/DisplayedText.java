package dev.taskping.testkit.simulator.telegram;

import java.util.ArrayList;
import java.util.List;

/**
 * A text under construction, cleaned as Telegram's server does: control characters become spaces, carriage returns, line
 * and direction separators vanish, both ends are trimmed (TDLib, {@code clean_input_string} and {@code fix_formatted_text}).
 */
final class DisplayedText {

    private final StringBuilder text = new StringBuilder();

    int length() {
        return text.length();
    }

    void append(int codePoint) {
        if (codePoint == '\n') {
            text.append('\n');
        } else if (codePoint <= ' ' && codePoint != '\r') {
            text.append(' ');
        } else if (codePoint != '\r' && !vanishes(codePoint)) {
            text.appendCodePoint(codePoint);
        }
    }

    private static boolean vanishes(int codePoint) {
        return (codePoint >= 0x2028 && codePoint <= 0x202E)
                || codePoint == 0x0333
                || codePoint == 0x033F
                || codePoint == 0x030A;
    }

    /** The text without white space at its ends, and entities moved and cut accordingly. */
    FormattedText trimmed(List<Entity> entities) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isBlank(text.charAt(end - 1))) {
            end--;
        }
        List<Entity> moved = new ArrayList<>();
        for (Entity entity : entities) {
            int from = Math.clamp(entity.offset(), begin, end);
            int to = Math.clamp(entity.offset() + entity.length(), begin, end);
            if (to > from) {
                moved.add(new Entity(entity.type(), from - begin, to - from, entity.url()));
            }
        }
        return new FormattedText(text.substring(begin, end), List.copyOf(moved));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n';
    }
}

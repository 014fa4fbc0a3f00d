package dev.taskping.relay.channel.render;

import java.util.regex.Pattern;

/**
 * Makes a text readable: removes terminal escape sequences and control characters. Line ends become {@code \n}, tabs stay, and
 * a lone surrogate becomes U+FFFD.
 */
public final class VisibleText {

    /**
     * ECMA-48: control sequences such as colours, operating system commands such as titles and links, and the short rest. A command that
     * never ends, because its program was killed, ends with its line.
     */
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile(
            "\u001B\\[[0-?]*+[ -/]*+[@-~]?|\u001B[\\]PX^_][^\u0007\u001B\n\r]*+(?:\u0007|\u001B\\\\)?|\u001B[ -/]*+[0-~]?");

    private VisibleText() {}

    /** The text, readable. */
    public static String of(String text) {
        String unescaped = text.indexOf('\u001B') < 0
                ? text
                : ESCAPE_SEQUENCE.matcher(text).replaceAll("");
        StringBuilder visible = new StringBuilder(unescaped.length());
        for (int i = 0; i < unescaped.length(); ) {
            int c = unescaped.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r') {
                if (i == unescaped.length() || unescaped.charAt(i) != '\n') {
                    visible.append('\n');
                }
            } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                visible.append('\uFFFD');
            } else if (c == '\n' || c == '\t' || !Character.isISOControl(c)) {
                visible.appendCodePoint(c);
            }
        }
        return visible.toString();
    }

    /** The text, readable and in one line. */
    public static String line(String text) {
        return of(text).replaceAll("\\s+", " ").strip();
    }
}

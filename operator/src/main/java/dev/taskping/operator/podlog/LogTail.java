package dev.taskping.operator.podlog;

import dev.taskping.protocol.event.LogExcerpt;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Turns the last bytes of a log into readable text: valid UTF-8, without terminal codes, of limited size, from the start of a
 * line. Pure.
 */
public final class LogTail {

    /**
     * ECMA-48: CSI and OSC sequences, then the other two-character escapes. A program that was killed within an OSC sequence never ends
     * it; no title or link has a second line.
     */
    private static final Pattern TERMINAL_CODES = Pattern.compile(
            "\\x1B\\[[0-?]*[ -/]*[@-~]|\\x1B\\][^\\x07\\x1B\\n]*+(?:\\x07|\\x1B\\\\)?|\\x1B[ -/]*[0-~]|\\x1B");

    /** Control characters of ISO 6429 but tab and line feed. */
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F]");

    private LogTail() {}

    /**
     * The readable end of a log.
     *
     * @param raw the last bytes of the log
     * @param cut whether the log has more bytes before them
     * @param limit the most bytes of UTF-8 to return
     */
    public static LogExcerpt of(byte[] raw, boolean cut, int limit) {
        String text = new String(
                raw, skipCutCharacter(raw, cut), raw.length - skipCutCharacter(raw, cut), StandardCharsets.UTF_8);
        text = TERMINAL_CODES.matcher(text).replaceAll("");
        text = withoutOverwritten(text);
        text = CONTROLS.matcher(text).replaceAll("").stripTrailing();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= limit) {
            return new LogExcerpt(cut ? fromFirstLine(text) : text, cut);
        }
        int from = bytes.length - limit;
        boolean atLine = bytes[from - 1] == '\n';
        while (from < bytes.length && isContinuation(bytes[from])) {
            from++;
        }
        String end = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        return new LogExcerpt(atLine ? end : fromFirstLine(end), true);
    }

    /** Without what a progress bar overwrote: of each line what follows its last carriage return. */
    private static String withoutOverwritten(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        int begin = 0;
        while (begin <= text.length()) {
            int newline = text.indexOf('\n', begin);
            int next = newline < 0 ? text.length() + 1 : newline + 1;
            int end = next - 1;
            while (end > begin && text.charAt(end - 1) == '\r') {
                end--;
            }
            int from = end;
            while (from > begin && text.charAt(from - 1) != '\r') {
                from--;
            }
            shown.append(text, from, end);
            if (newline >= 0) {
                shown.append('\n');
            }
            begin = next;
        }
        return shown.toString();
    }

    /** Without the cut line at the beginning, unless there is no other. */
    private static String fromFirstLine(String text) {
        int newline = text.indexOf('\n');
        return newline < 0 ? text : text.substring(newline + 1);
    }

    private static int skipCutCharacter(byte[] raw, boolean cut) {
        int from = 0;
        while (cut && from < Math.min(3, raw.length) && isContinuation(raw[from])) {
            from++;
        }
        return from;
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}

package dev.taskping.relay.channel.ntfy;

import java.nio.charset.StandardCharsets;

/** Shortens texts to a number of bytes in UTF-8, in which ntfy measures them, without cutting a character in two. */
final class Utf8Cut {

    private static final String ELLIPSIS = "…";

    private Utf8Cut() {}

    /** Bytes of a text. */
    static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The beginning, with an ellipsis if something is missing. */
    static String head(String text, int limit) {
        if (size(text) <= limit) {
            return text;
        }
        int room = limit - size(ELLIPSIS);
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            room -= size(text.substring(end, next));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The end, with an ellipsis on a line of its own if something is missing; starts at the start of a line if one is near. */
    static String tail(String text, int limit) {
        if (size(text) <= limit) {
            return text;
        }
        int room = limit - size(ELLIPSIS + "\n");
        int begin = text.length();
        while (begin > 0) {
            int before = text.offsetByCodePoints(begin, -1);
            room -= size(text.substring(before, begin));
            if (room < 0) {
                break;
            }
            begin = before;
        }
        int line = text.indexOf('\n', begin);
        boolean near = line >= 0 && line - begin < (text.length() - begin) / 4;
        return ELLIPSIS + "\n" + text.substring(near ? line + 1 : begin);
    }
}

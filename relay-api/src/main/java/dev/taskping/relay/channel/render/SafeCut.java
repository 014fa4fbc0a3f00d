package dev.taskping.relay.channel.render;

/** Shortens texts without cutting a surrogate pair in two. Lengths are in UTF-16 units. */
public final class SafeCut {

    private static final String ELLIPSIS = "…";
    private static final String LEFT_OUT = "\n[… %d characters left out …]\n";

    private SafeCut() {}

    /** The beginning, with an ellipsis if something was left out. */
    public static String head(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = limit - ELLIPSIS.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return end <= 0 ? "" : text.substring(0, end) + ELLIPSIS;
    }

    /** Both ends with an ellipsis between them if something was left out: names and labels often differ only at their ends. */
    public static String ends(String text, int limit) {
        if (text.length() <= limit || limit < 3) {
            return head(text, limit);
        }
        int kept = limit - ELLIPSIS.length();
        int headEnd = kept / 2;
        if (Character.isHighSurrogate(text.charAt(headEnd - 1))) {
            headEnd--;
        }
        int tailBegin = text.length() - (kept - kept / 2);
        if (Character.isLowSurrogate(text.charAt(tailBegin))) {
            tailBegin++;
        }
        return text.substring(0, headEnd) + ELLIPSIS + text.substring(tailBegin);
    }

    /** The end, with an ellipsis if something was left out; starts at the start of a line if one is near. */
    public static String tail(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int begin = text.length() - limit + ELLIPSIS.length() + 1;
        if (begin >= text.length()) {
            return "";
        }
        int line = text.indexOf('\n', begin);
        if (line >= 0 && line - begin < limit / 4) {
            begin = line + 1;
        }
        if (begin < text.length() && Character.isLowSurrogate(text.charAt(begin))) {
            begin++;
        }
        return ELLIPSIS + "\n" + text.substring(begin);
    }

    /**
     * The beginning and a longer end, with a line between them that says how much was left out.
     *
     * @param limit at least 64
     */
    public static String middle(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int kept = limit - LEFT_OUT.length() - 10;
        int headEnd = kept / 4;
        if (Character.isHighSurrogate(text.charAt(headEnd - 1))) {
            headEnd--;
        }
        int tailBegin = text.length() - (kept - kept / 4);
        if (Character.isLowSurrogate(text.charAt(tailBegin))) {
            tailBegin++;
        }
        return text.substring(0, headEnd) + LEFT_OUT.formatted(tailBegin - headEnd) + text.substring(tailBegin);
    }

    /** The last lines, with an ellipsis on a line of its own if there were more. */
    public static String lastLines(String text, int lines) {
        int begin = text.length();
        for (int i = 0; i < lines && begin >= 0; i++) {
            begin = text.lastIndexOf('\n', begin - 1);
        }
        return begin < 0 ? text : ELLIPSIS + text.substring(begin);
    }
}

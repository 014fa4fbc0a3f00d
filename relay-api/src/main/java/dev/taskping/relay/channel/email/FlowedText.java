package dev.taskping.relay.channel.email;

import java.util.List;

/**
 * Joins the lines of {@code text/plain; format=flowed} (RFC 3676) to the paragraphs that were written: a line that ends in a space goes on
 * in the next one of the same depth of quotation. One pass; pure.
 */
final class FlowedText {

    private static final String SIGNATURE = "-- ";

    private FlowedText() {}

    /**
     * The text in whole paragraphs.
     *
     * @param deletesSpace whether the space at a line's end is no part of the text ({@code delsp=yes})
     */
    static String joined(String text, boolean deletesSpace) {
        StringBuilder joined = new StringBuilder(text.length());
        List<String> lines = text.lines().toList();
        int open = -1;
        for (String line : lines) {
            int depth = depth(line);
            String content = unstuffed(line.substring(depth));
            boolean goesOn = content.endsWith(" ") && !content.equals(SIGNATURE);
            if (open == depth && !content.equals(SIGNATURE)) {
                joined.append(goesOn && deletesSpace ? content.substring(0, content.length() - 1) : content);
            } else {
                if (!joined.isEmpty()) {
                    joined.append('\n');
                }
                joined.append(">".repeat(depth)).append(depth > 0 ? " " : "");
                joined.append(goesOn && deletesSpace ? content.substring(0, content.length() - 1) : content);
            }
            open = goesOn ? depth : -1;
        }
        return joined.toString();
    }

    private static int depth(String line) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == '>') {
            depth++;
        }
        return depth;
    }

    /** A space at the beginning protects what follows. */
    private static String unstuffed(String content) {
        return content.startsWith(" ") ? content.substring(1) : content;
    }
}

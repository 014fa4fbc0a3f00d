package dev.taskping.operator.launch.parameter;

import java.util.Optional;

/** Checks a text that somebody else wrote before it becomes part of a Job. Pure. */
final class UntrustedText {

    private static final int LONGEST_SHOWN = 40;

    private UntrustedText() {}

    /**
     * What is wrong with the text: it is too long, contains invisible characters, or would have the kubelet replace {@code $(NAME)}
     * by an environment variable, which may be secret. A dollar at the end is wrong too, because a bracket may follow it in the
     * template.
     *
     * @param longest the most characters
     * @return the rest of a sentence that begins with the text; empty if nothing is wrong
     */
    static Optional<String> fault(String text, int longest) {
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of("is longer than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(UntrustedText::isHidden)) {
            return Optional.of("contains control characters");
        }
        if (text.contains("$(")) {
            return Optional.of("contains $(, which an environment variable would replace");
        }
        if (text.endsWith("$")) {
            return Optional.of("ends in $, which an environment variable could replace together with what follows");
        }
        return Optional.empty();
    }

    /** The text for a sentence: in quotes, shortened, without invisible characters. */
    static String shown(String text) {
        String visible = text.codePoints()
                .limit(LONGEST_SHOWN)
                .map(point -> isHidden(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + visible + (text.codePointCount(0, text.length()) > LONGEST_SHOWN ? "…" : "") + "'";
    }

    /** Control characters, unpaired surrogates, and marks that change the direction of the text. */
    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.SURROGATE
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}

package dev.taskping.operator.launch;

import java.util.Optional;

/** What holds for every text that somebody else wrote, before it may become part of a Job. */
final class UntrustedText {

    private static final int SHOWN = 40;

    private UntrustedText() {}

    /**
     * What is wrong with it: it is too long, has characters that cannot be seen, or would make the kubelet put the value of
     * an environment variable, a secret one perhaps, in the place of {@code $(NAME)}. A dollar at the end counts, because
     * what follows it in the template may begin with a bracket.
     *
     * @param longest in characters
     */
    static Optional<String> fault(String text, int longest) {
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of("is longer than " + longest + " characters");
        }
        if (text.codePoints().anyMatch(UntrustedText::isHidden)) {
            return Optional.of("has control characters in it");
        }
        if (text.contains("$(")) {
            return Optional.of("has $( in it, which would be replaced by an environment variable");
        }
        if (text.endsWith("$")) {
            return Optional.of(
                    "ends in $, which together with what follows could be replaced by an environment variable");
        }
        return Optional.empty();
    }

    /** In quotes, shortened, and without what cannot be seen, for a sentence. */
    static String shown(String text) {
        String visible = text.codePoints()
                .limit(SHOWN)
                .map(point -> isHidden(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + visible + (text.codePointCount(0, text.length()) > SHOWN ? "…" : "") + "'";
    }

    /** Control characters, surrogates without partner, and the marks that make text run the other way. */
    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.SURROGATE
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}

package dev.taskping.relay.audit;

import java.util.regex.Pattern;

/**
 * Redacts what looks like a secret, and removes characters that a database or a terminal cannot take. Most words of the audit
 * are ours; this is for the few that others choose.
 */
final class AuditTextScrubber {

    private static final String REDACTED = "[…]";

    /** API tokens, JWTs (RFC 7519), tokens of chat bots, bearer credentials, URLs with passwords. */
    private static final Pattern SECRET = Pattern.compile("\\btp_[A-Za-z0-9_-]{8,}"
            + "|\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*){0,2}"
            + "|\\b\\d{6,12}:[A-Za-z0-9_-]{20,}"
            + "|\\b[MNO][A-Za-z0-9_-]{22,27}\\.[A-Za-z0-9_-]{5,7}\\.[A-Za-z0-9_-]{25,}"
            + "|\\bxox[a-z]-[A-Za-z0-9-]{8,}"
            + "|(?i:\\bbearer\\s+)[^\\s,;]{8,}"
            + "|(?<=://)[^\\s/@]{1,200}:[^\\s/@]{1,200}(?=@)");

    /** {@code /start CODE}, as people send it; ten characters of Crockford's Base32, with dashes or without. */
    private static final Pattern CODE = Pattern.compile("(?i)(/start(?:@\\w+)?\\s+)\\S+");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private AuditTextScrubber() {}

    static String scrub(String text) {
        String redacted = SECRET.matcher(text).replaceAll(REDACTED);
        redacted = CODE.matcher(redacted).replaceAll("$1" + REDACTED);
        return withoutControls(redacted);
    }

    /** Removes halves of surrogate pairs, too; whole pairs stay. */
    private static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> !CONTROL.matcher(Character.toString(point)).matches())
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}

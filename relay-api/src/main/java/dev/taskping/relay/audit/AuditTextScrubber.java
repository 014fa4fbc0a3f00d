package dev.taskping.relay.audit;

import dev.taskping.protocol.text.SecretPatterns;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Redacts what looks like a secret, and removes characters that a database or a terminal cannot take. Most words of the audit
 * are ours; this is for the few that others choose.
 */
final class AuditTextScrubber {

    private static final SecretPatterns SECRETS = SecretPatterns.with(List.of());

    /** {@code /start CODE}, as people send it; ten characters of Crockford's Base32, with dashes or without. */
    private static final Pattern CODE = Pattern.compile("(?i)(/start(?:@\\w+)?\\s+)\\S+");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private AuditTextScrubber() {}

    static String scrub(String text) {
        String redacted = CODE.matcher(SECRETS.redact(text)).replaceAll("$1" + SecretPatterns.REDACTED);
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

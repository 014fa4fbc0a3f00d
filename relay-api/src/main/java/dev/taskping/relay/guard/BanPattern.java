package dev.taskping.relay.guard;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A pattern that no request may match, in RE2 syntax: matched in time linear in the text. Plain words are patterns, too. It is
 * matched against the text and its {@link ConfusableSkeleton}, ignoring case.
 */
public final class BanPattern {

    /** Characters of a pattern. */
    public static final int LONGEST = 200;

    private final Pattern pattern;

    private BanPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    public static BanPattern of(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("A pattern has 1 to " + LONGEST + " characters.");
        }
        Pattern compiled;
        try {
            compiled = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a valid RE2 pattern: " + e.getDescription() + ".", e);
        }
        if (compiled.matcher("").find()) {
            throw new IllegalArgumentException("'" + text + "' matches every text: it would ban every command.");
        }
        return new BanPattern(compiled);
    }

    boolean bans(String text, String folded) {
        return pattern.matcher(text).find() || pattern.matcher(folded).find();
    }

    /** The same for a text by itself. */
    public boolean bans(String text) {
        return bans(text, ConfusableSkeleton.fold(text));
    }

    /** The pattern as it was written, if it matches. */
    Optional<String> in(String text, String folded) {
        return bans(text, folded) ? Optional.of(pattern.pattern()) : Optional.empty();
    }
}

package dev.taskping.protocol.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds secrets in texts by their shape and replaces them: in what programs print, before it leaves the cluster, and in the audit. All patterns are RE2's, which take linear time. Rather one secret too few than a
 * log without numbers: what is assigned to a name such as {@code token} counts as a secret only if it looks like one, because programs that
 * train language models print many tokens. Pure.
 */
public final class SecretPatterns {

    /** What stands in the place of a secret. */
    public static final String REDACTED = "[redacted]";

    /** Patterns of one's own. */
    public static final int MOST_PATTERNS = 64;

    /** Characters of a pattern of one's own. */
    public static final int LONGEST_PATTERN = 1_000;

    private static final String SECRET_NAME =
            "(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key)";

    /**
     * One shape.
     *
     * @param pattern its last group, or all of it if it has none, is the secret
     * @param isSecret whether a text that matches is one
     */
    private record Shape(Pattern pattern, Predicate<String> isSecret) {

        static Shape of(String regex) {
            return new Shape(Pattern.compile(regex), found -> true);
        }
    }

    private static final List<Shape> KNOWN = List.of(
            // PEM, RFC 7468, and RFC 1421 whose headers have hyphens; a tail may begin or end within the block
            Shape.of("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----(?:\\s*[A-Z][A-Za-z0-9-]{0,31}: [^\\n]*\\n)*[^-]*"
                    + "(?:-----END [A-Z0-9 ]*PRIVATE KEY-----)?"),
            Shape.of("^[A-Za-z0-9+/=\\s]*-----END [A-Z0-9 ]*PRIVATE KEY-----"),
            Shape.of("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"), // AWS
            Shape.of("\\bgh[pousr]_[A-Za-z0-9]{30,255}"), // GitHub
            Shape.of("\\bgithub_pat_[A-Za-z0-9_]{22,255}"),
            Shape.of("\\bglpat-[A-Za-z0-9_-]{20,255}"), // GitLab
            Shape.of("\\bhf_[A-Za-z0-9]{30,255}"), // Hugging Face
            Shape.of("\\bsk-[A-Za-z0-9_-]{20,255}"), // OpenAI and others
            Shape.of("\\bxox[a-z]-[A-Za-z0-9-]{10,255}"), // bots and apps of a workspace
            Shape.of("\\bAIza[0-9A-Za-z_-]{35}"), // Google
            Shape.of("\\bnpm_[A-Za-z0-9]{36}\\b"),
            Shape.of("\\btp_[A-Za-z0-9_-]{20,255}"), // TaskPing
            Shape.of("\\bwhsec_[A-Za-z0-9+/=]{24,255}"), // Standard Webhooks
            Shape.of("\\beyJ[A-Za-z0-9_-]{8,1000}\\.[A-Za-z0-9_-]{2,1000}\\.[A-Za-z0-9_-]{0,1000}"), // JWT, RFC 7519
            Shape.of("\\b[0-9]{8,12}:[A-Za-z0-9_-]{30,64}"), // bots: number and key
            Shape.of("\\b[MNO][A-Za-z0-9_-]{22,27}\\.[A-Za-z0-9_-]{5,7}\\.[A-Za-z0-9_-]{25,255}"), // bots: id, time and
            // signature
            Shape.of("(?i)\\b(?:bearer|basic)[ \\t]+([A-Za-z0-9._~+/=-]{16,1000})"), // RFC 6750, RFC 7617
            Shape.of("://[^\\s:/@]{0,128}:([^\\s/@]{1,256})@"), // RFC 3986, userinfo
            new Shape(
                    Pattern.compile("(?i)" + SECRET_NAME
                            + "[\"']?[ \\t]{0,3}(?:=|:|=>)[ \\t]{0,3}[\"']?([^\\s\"',;<>|{}()\\[\\]]{6,512})"),
                    SecretPatterns::looksRandom),
            Shape.of(
                    "(?i)(?:password|passwd)[\"']?[ \\t]{0,3}(?:=|:)[ \\t]{0,3}[\"']?([^\\s\"',;<>|{}()\\[\\]*]{4,512})"));

    private final List<Shape> shapes;

    private SecretPatterns(List<Shape> shapes) {
        this.shapes = shapes;
    }

    /**
     * The known shapes and patterns of one's own.
     *
     * @throws IllegalArgumentException naming the pattern that cannot be used, and why
     */
    public static SecretPatterns with(List<String> own) {
        if (own.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException(
                    "There are " + own.size() + " patterns of secrets; at most " + MOST_PATTERNS + " are possible");
        }
        List<Shape> shapes = new ArrayList<>(KNOWN);
        IntStream.range(0, own.size()).forEach(index -> shapes.add(compile(index, own.get(index))));
        return new SecretPatterns(List.copyOf(shapes));
    }

    private static Shape compile(int index, String pattern) {
        String name =
                "Pattern " + index + " of secrets ('" + pattern.substring(0, Math.min(40, pattern.length())) + "')";
        if (pattern.isBlank() || pattern.length() > LONGEST_PATTERN) {
            throw new IllegalArgumentException(name + " must have 1 to " + LONGEST_PATTERN + " characters");
        }
        try {
            Shape shape = Shape.of(pattern);
            if (shape.pattern.matcher("").find()) {
                throw new IllegalArgumentException(name + " matches the empty text; write what a secret looks like");
            }
            return shape;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    name + " is no RE2 expression (https://github.com/google/re2/wiki/Syntax): " + e.getDescription(),
                    e);
        }
    }

    /** The text without secrets. */
    public String redact(String text) {
        String clean = text;
        for (Shape shape : shapes) {
            clean = redact(clean, shape);
        }
        return clean;
    }

    private static String redact(String text, Shape shape) {
        Matcher matcher = shape.pattern.matcher(text);
        StringBuilder clean = new StringBuilder();
        int copied = 0;
        while (matcher.find()) {
            int group = matcher.groupCount();
            if (matcher.start(group) >= copied
                    && matcher.end(group) > matcher.start(group)
                    && shape.isSecret.test(matcher.group(group))) {
                clean.append(text, copied, matcher.start(group)).append(REDACTED);
                copied = matcher.end(group);
            }
        }
        return copied == 0 ? text : clean.append(text, copied, text.length()).toString();
    }

    /** Letters and digits mixed, and long: not a number, not a word, not a path. */
    private static boolean looksRandom(String value) {
        Stream<Predicate<Integer>> needed = Stream.of(Character::isDigit, Character::isLetter);
        return value.length() >= 8
                && !value.startsWith(REDACTED.substring(1))
                && value.indexOf('/') != 0
                && needed.allMatch(kind -> value.chars().boxed().anyMatch(kind::test));
    }
}

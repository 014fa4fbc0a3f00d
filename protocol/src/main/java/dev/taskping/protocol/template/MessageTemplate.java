package dev.taskping.protocol.template;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user's template for messages: Markdown with Mustache tags. Tags stand for plain values only; there are no partials, lambdas,
 * methods or files. Input and output are limited by characters and sections, not by time, so that a template works everywhere or
 * nowhere. Values never become Markdown, see {@link FilledTemplate}.
 */
public final class MessageTemplate {

    /** The longest template, in UTF-16 units. */
    public static final int MAX_CHARACTERS = 4_096;

    private static final Pattern LINE = Pattern.compile("^(.*) @ line (\\d+)$");

    private final String source;

    private MessageTemplate(String source) {
        this.source = source;
    }

    /**
     * Parses a template and fills it twice as a test: with a value for every variable, and with none.
     *
     * @throws TemplateException if the template can never work
     */
    public static MessageTemplate parse(String source) throws TemplateException {
        if (source.length() > MAX_CHARACTERS) {
            throw new TemplateException(
                    "the template has " + source.length() + " characters; shorten it to " + MAX_CHARACTERS);
        }
        TagValidator.characters(source);
        MessageTemplate template = new MessageTemplate(source);
        try {
            compile(source, new TemplateFiller()).visit(new TagValidator.NameVisitor(source));
        } catch (TagValidator.InvalidTagException e) {
            throw e.checked();
        }
        template.fill(TemplateVariables.sampleValues());
        template.fill(TemplateVariables.emptyValues());
        return template;
    }

    /**
     * Fills the template.
     *
     * @param values texts, numbers, booleans, lists of maps or null, by the names in {@link TemplateVariables}
     * @throws TemplateException if the result would be too large, or if a variable does not exist at its place
     */
    public FilledTemplate fill(Map<String, @Nullable Object> values) throws TemplateException {
        TemplateFiller templateFiller = new TemplateFiller();
        Template template = compile(source, templateFiller);
        try {
            template.execute(values, templateFiller.output());
        } catch (TemplateFiller.LimitExceededException e) {
            throw new TemplateException(e.fault());
        } catch (MustacheException e) {
            throw fault(e);
        }
        return templateFiller.filled();
    }

    private static TemplateException fault(MustacheException e) {
        if (e.getCause() instanceof TemplateFiller.LimitExceededException tooMuch) {
            return new TemplateException(tooMuch.fault());
        }
        return e instanceof MustacheException.Context context
                ? new TemplateException(
                        context.lineNo,
                        "there is no variable '" + context.key
                                + "' here; docs/reference/messages.md lists all variables")
                : new TemplateException(String.valueOf(e.getMessage()));
    }

    /** A short hash of a template's text, to detect whether it changed. */
    public static String fingerprint(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static Template compile(String source, TemplateFiller templateFiller) throws TemplateException {
        try {
            return Mustache.compiler()
                    .nullValue("")
                    .strictSections(true)
                    .emptyStringIsFalse(true)
                    .withEscaper(Escapers.NONE) // a tag becomes a placeholder, not Markdown: see FilledTemplate
                    .withFormatter(templateFiller)
                    .withCollector(templateFiller)
                    .withLoader(name -> {
                        throw new UncheckedIOException(new IOException("no partials"));
                    })
                    .compile(source);
        } catch (StringIndexOutOfBoundsException e) { // the library throws this for {{ }}
            throw new TemplateException("a tag is empty; write a variable's name between {{ and }}");
        } catch (MustacheException e) {
            Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
            throw line.matches()
                    ? new TemplateException(Integer.parseInt(line.group(2)), words(line.group(1)))
                    : new TemplateException(words(String.valueOf(e.getMessage())));
        }
    }

    private static String words(String fault) {
        return fault.replaceFirst("^Section missing close tag '(.*)'$", "the section '$1' is not closed; add {{/$1}}")
                .replaceFirst(
                        "^Section close tag with no open tag '(.*)'$",
                        "{{/$1}} closes a section that is not open; remove it or add {{#$1}} before it")
                .replaceFirst(
                        "^Section close tag with mismatched open tag '(.*)' != '(.*)'$",
                        "{{/$1}} comes before {{/$2}}; close the inner section first");
    }
}

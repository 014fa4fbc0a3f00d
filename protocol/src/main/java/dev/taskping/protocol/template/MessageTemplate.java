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
 * A message in somebody's own words: Markdown with Mustache tags. Tags are filled from plain values alone; there are no
 * partials, lambdas, methods or files. What a template takes and makes is bounded, in characters and steps rather than in
 * time, so that it works everywhere or nowhere. Values never become Markdown, see {@link FilledTemplate}.
 */
public final class MessageTemplate {

    /** Of a template, in UTF-16 units. */
    public static final int MAX_CHARACTERS = 4_096;

    private static final Pattern LINE = Pattern.compile("^(.*) @ line (\\d+)$");

    private final String source;

    private MessageTemplate(String source) {
        this.source = source;
    }

    /**
     * Reads a template and tries it out.
     *
     * @throws TemplateException if it can never be used
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
     * @param values by the names in {@link TemplateVariables}: texts, numbers, booleans, lists of maps, null
     * @throws TemplateException if the result would be too large, or a name means nothing where it stands
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
                                + "' at this place; the reference of templates lists those there are")
                : new TemplateException(String.valueOf(e.getMessage()));
    }

    /** A short name for a template's text, by which to see whether it is still the same. */
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
                    .withEscaper(Escapers.NONE) // what a tag stands for is no Markdown at this point, see Filled
                    .withFormatter(templateFiller)
                    .withCollector(templateFiller)
                    .withLoader(name -> {
                        throw new UncheckedIOException(new IOException("no partials"));
                    })
                    .compile(source);
        } catch (StringIndexOutOfBoundsException e) { // the library's answer to {{ }}
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
                        "{{/$1}} stands where {{/$2}} must; close the inner section first");
    }
}

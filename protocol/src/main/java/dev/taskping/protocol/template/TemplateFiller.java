package dev.taskping.protocol.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One template being filled: gives out placeholders, counts, and lets the library reach into maps and lists only. Its own
 * way of reaching into objects would call their methods.
 */
final class TemplateFiller implements Mustache.Formatter, Mustache.Collector {

    /** Of what a template makes, values included, in UTF-16 units. */
    private static final int MAX_OUTPUT = 8_192;

    /** Sections gone through. */
    private static final int MAX_STEPS = 1_000;

    private final StringBuilder markdown = new StringBuilder();
    private final List<String> values = new ArrayList<>();
    private int characters;
    private int steps;

    /** A bound was reached. */
    static final class LimitExceededException extends RuntimeException {

        private static final long serialVersionUID = 1;

        LimitExceededException(String fault) {
            super(fault);
        }

        String fault() {
            return String.valueOf(getMessage());
        }
    }

    FilledTemplate filled() {
        return new FilledTemplate(markdown.toString(), values);
    }

    Writer output() {
        return new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) {
                count(length);
                markdown.append(buffer, offset, length);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public CharSequence format(Object value) {
        String text = value instanceof Map || value instanceof Iterable ? "" : value.toString();
        count(text.length());
        values.add(text);
        if (values.size() > FilledTemplate.MAX_VALUES) {
            throw new LimitExceededException("the template has more than " + FilledTemplate.MAX_VALUES + " values; shorten it");
        }
        return String.valueOf(FilledTemplate.placeholder(values.size() - 1));
    }

    private void count(int more) {
        characters += more;
        if (characters > MAX_OUTPUT) {
            throw new LimitExceededException("the message gets longer than " + MAX_OUTPUT
                    + " characters; leave long values out, the log comes with the message anyway");
        }
    }

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
        if (++steps > MAX_STEPS) {
            throw new LimitExceededException(
                    "the template takes more than " + MAX_STEPS + " steps; do not go through lists inside of lists");
        }
        return value instanceof Iterable<?> iterable ? iterable.iterator() : null;
    }

    @Override
    public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
        if (name.equals(".") || name.equals("this")) {
            return (value, same) -> value;
        }
        return context instanceof Map ? TemplateFiller::fetch : null;
    }

    private static @Nullable Object fetch(Object context, String name) {
        Map<?, ?> map = (Map<?, ?>) context;
        boolean isThere =
                map.containsKey(name) || (TemplateVariables.isLabel(name) && TemplateVariables.isOutermost(map));
        return isThere ? map.get(name) : Template.NO_FETCHER_FOUND;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
        return new HashMap<>();
    }
}

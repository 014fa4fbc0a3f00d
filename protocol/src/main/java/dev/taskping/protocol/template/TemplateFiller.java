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
 * Fills one template: hands out placeholders, enforces the limits, and lets the library access only maps and lists. By default the
 * library would call methods of objects.
 */
final class TemplateFiller implements Mustache.Formatter, Mustache.Collector {

    /** The longest output including values, in UTF-16 units. */
    private static final int MAX_OUTPUT = 8_192;

    /** The maximum number of processed sections. */
    private static final int MAX_STEPS = 1_000;

    private final StringBuilder markdown = new StringBuilder();
    private final List<String> values = new ArrayList<>();
    private int characters;
    private int steps;

    /** A limit was exceeded. */
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
            throw new LimitExceededException(
                    "the template has more than " + FilledTemplate.MAX_VALUES + " values; shorten it");
        }
        return String.valueOf(FilledTemplate.placeholder(values.size() - 1));
    }

    private void count(int more) {
        characters += more;
        if (characters > MAX_OUTPUT) {
            throw new LimitExceededException("the message is longer than " + MAX_OUTPUT
                    + " characters; leave out long values, because the message includes the log anyway");
        }
    }

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
        if (++steps > MAX_STEPS) {
            throw new LimitExceededException(
                    "the template processes more than " + MAX_STEPS + " sections; do not nest lists");
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

package dev.taskping.protocol.template;

import com.samskivert.mustache.Mustache;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds characters and tags that a template must not contain. */
final class TagValidator {

    private TagValidator() {}

    /** Rejects characters that would be mistaken for placeholders. */
    static void characters(String source) throws TemplateException {
        for (int i = 0; i < source.length(); i++) {
            if (FilledTemplate.isPlaceholder(source.charAt(i))) {
                throw new TemplateException(
                        line(source, i), "the template contains a character of Unicode's private use area; remove it");
            }
        }
    }

    private static int line(String source, int position) {
        return 1
                + (int) source.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** Throws {@link InvalidTagException} at the first tag that is not allowed. */
    static final class NameVisitor implements Mustache.Visitor {

        private final String source;

        NameVisitor(String source) {
            this.source = source;
        }

        @Override
        public void visitText(String text) {
            if (text.contains("{{")) {
                throw fault(source.indexOf("{{"), "a tag that begins with {{ is not closed; add }}");
            }
        }

        @Override
        public void visitVariable(String name) {
            known(name);
        }

        @Override
        public boolean visitSection(String name) {
            known(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            known(name);
            return true;
        }

        @Override
        public boolean visitInclude(String name) {
            throw fault(
                    at(name),
                    "{{>" + name + "}} includes another template, which is not supported; write its text here");
        }

        @Override
        public boolean visitParent(String name) {
            throw fault(
                    at(name),
                    "{{<" + name + "}} extends another template, which is not supported; write its text here");
        }

        @Override
        public boolean visitBlock(String name) {
            throw fault(
                    at(name), "{{$" + name + "}} is a block of another template, which is not supported; remove it");
        }

        private void known(String name) {
            if (!TemplateVariables.isKnown(name)) {
                throw fault(
                        at(name),
                        "there is no variable '" + name + "'; docs/reference/messages.md lists all variables");
            }
        }

        private int at(String name) {
            Matcher tag = Pattern.compile("\\{\\{[^{}]*?" + Pattern.quote(name)).matcher(source);
            return tag.find() ? tag.start() : -1;
        }

        private InvalidTagException fault(int position, String fault) {
            return new InvalidTagException(position < 0 ? 0 : line(source, position), fault);
        }
    }

    /** Carries a fault through the library, which allows no checked exceptions. */
    static final class InvalidTagException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int line;
        private final String fault;

        InvalidTagException(int line, String fault) {
            super(fault);
            this.line = line;
            this.fault = fault;
        }

        TemplateException checked() {
            return new TemplateException(line, fault);
        }
    }
}

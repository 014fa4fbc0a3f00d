package dev.taskping.relay.channel.render;

import java.net.URI;

/** Builds HTML in which all text is escaped. Also keeps the text without markup, whose length providers count. */
public final class HtmlBuilder {

    private final StringBuilder html = new StringBuilder();
    private final StringBuilder plain = new StringBuilder();

    /** Appends text. */
    public HtmlBuilder text(String text) {
        plain.append(text);
        return escaped(text);
    }

    private HtmlBuilder escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                default -> html.append(c);
            }
        }
        return this;
    }

    /** Appends text inside of an element. {@code attributes} is a constant, never a text from outside. */
    public HtmlBuilder element(String name, String attributes, String text) {
        open(name, attributes);
        text(text);
        return close(name);
    }

    /** Appends text inside of an element without attributes. */
    public HtmlBuilder element(String name, String text) {
        return element(name, "", text);
    }

    /** Appends a link; without markup the address follows its text. */
    public HtmlBuilder link(URI target, String text) {
        html.append("<a href=\"");
        escaped(target.toString());
        html.append("\">");
        text(text);
        plain.append(": ").append(target);
        return close("a");
    }

    /** Begins an element. */
    public HtmlBuilder open(String name, String attributes) {
        html.append('<').append(name);
        if (!attributes.isEmpty()) {
            html.append(' ').append(attributes);
        }
        html.append('>');
        return this;
    }

    /** Ends an element. */
    public HtmlBuilder close(String name) {
        html.append("</").append(name).append('>');
        return this;
    }

    /** The text without markup. */
    public String plain() {
        return plain.toString();
    }

    /** The length of the text without markup, in UTF-16 units. */
    public int length() {
        return plain.length();
    }

    @Override
    public String toString() {
        return html.toString();
    }
}

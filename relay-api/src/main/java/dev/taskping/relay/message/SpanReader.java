package dev.taskping.relay.message;

import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import dev.taskping.protocol.template.FilledTemplate;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Reads the spans of a paragraph: text, emphasis, code, links. */
final class SpanReader extends AbstractVisitor {

    private static final int DEEPEST = 32;

    private final FilledTemplate filledTemplate;
    private final List<Span> spans = new ArrayList<>();
    private Set<Style> styles = Set.of();
    private @Nullable URI link;
    private int depth;

    SpanReader(FilledTemplate filledTemplate) {
        this.filledTemplate = filledTemplate;
    }

    /** The spans, with neighbours of the same style joined. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Leaves out what nests too deeply. */
    @Override
    protected void visitChildren(Node parent) {
        if (depth < DEEPEST) {
            depth++;
            super.visitChildren(parent);
            depth--;
        }
    }

    @Override
    public void visit(Text text) {
        say(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        styled(Style.CODE, () -> say(code.getLiteral()));
    }

    @Override
    public void visit(HtmlInline html) {
        say(html.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak end) {
        say("\n");
    }

    @Override
    public void visit(HardLineBreak end) {
        say("\n");
    }

    @Override
    public void visit(Emphasis emphasis) {
        styled(Style.ITALIC, () -> visitChildren(emphasis));
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
        styled(Style.BOLD, () -> visitChildren(emphasis));
    }

    @Override
    public void visit(Link reference) {
        linked(reference.getDestination(), reference);
    }

    @Override
    public void visit(Image picture) {
        linked(picture.getDestination(), picture);
    }

    /** A link if the target is a web page; otherwise plain text. */
    private void linked(String destination, Node text) {
        Optional<URI> page = page(destination);
        link = page.orElse(null);
        visitChildren(text);
        link = null;
        if (page.isEmpty()) {
            say(" (" + destination + ")");
        }
    }

    private Optional<URI> page(String destination) {
        String address = encoded(destination);
        try {
            URI uri = new URI(address);
            boolean isPage =
                    uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?");
            return isPage ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Encodes values, so that they stay part of a path or a query. */
    private String encoded(String destination) {
        StringBuilder address = new StringBuilder();
        destination.chars().forEach(c -> {
            String part = String.valueOf((char) c);
            String value = filledTemplate.expand(part);
            address.append(
                    value.equals(part)
                            ? part
                            : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        });
        return address.toString();
    }

    private void styled(Style style, Runnable inner) {
        Set<Style> outer = styles;
        EnumSet<Style> both = EnumSet.of(style);
        both.addAll(outer);
        styles = both;
        inner.run();
        styles = outer;
    }

    private void say(String text) {
        Span span = new Span(filledTemplate.expand(text), styles, link);
        Span last = spans.isEmpty() ? null : spans.getLast();
        if (last != null && last.withText("").equals(span.withText(""))) {
            spans.set(spans.size() - 1, span.withText(last.text() + span.text()));
        } else if (!span.text().isEmpty()) {
            spans.add(span);
        }
    }
}

package dev.taskping.relay.message;

import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.template.FilledTemplate;
import dev.taskping.protocol.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Reads Markdown (CommonMark 0.31) as rich text that every provider can show: lists and quotes become flat, pictures become
 * links, HTML becomes text, and line ends stay. The values of a template are filled in after parsing, so they are never
 * Markdown.
 */
public final class MarkdownReader extends AbstractVisitor {

    /** Nobody writes a message that nests deeper. */
    private static final int DEEPEST = 32;

    private static final String BULLET = "•";
    private static final Parser PARSER = Parser.builder().build();

    private final FilledTemplate filledTemplate;
    private final List<Block> blocks = new ArrayList<>();
    private @Nullable String title;
    private @Nullable String marker;
    private int lists;
    private int quotes;
    private int depth;
    private boolean isTooDeep;

    private MarkdownReader(FilledTemplate filledTemplate) {
        this.filledTemplate = filledTemplate;
    }

    /**
     * The text of a template.
     *
     * @param title the text of a first-level heading at the top, on one line; absent without one
     * @param text all the rest
     */
    public record Words(@Nullable String title, RichText text) {}

    /**
     * Reads a filled template.
     *
     * @throws TemplateException if it nests too deeply
     */
    public static Words read(FilledTemplate filledTemplate) throws TemplateException {
        MarkdownReader reader = new MarkdownReader(filledTemplate);
        PARSER.parse(filledTemplate.markdown()).accept(reader);
        if (reader.isTooDeep) {
            throw new TemplateException("its Markdown nests deeper than " + DEEPEST + " levels; lay it out flatter");
        }
        return new Words(reader.title, new RichText(reader.blocks));
    }

    @Override
    protected void visitChildren(Node parent) {
        if (depth == DEEPEST) {
            isTooDeep = true;
            return;
        }
        depth++;
        super.visitChildren(parent);
        depth--;
    }

    @Override
    public void visit(Heading heading) {
        List<Span> spans = spans(heading);
        if (heading.getLevel() == 1 && heading.getPrevious() == null && depth == 1) {
            title = RichText.plain(spans)
                    .replaceAll("(?<!\\s)\\s*[\\r\\n]\\s*", " ")
                    .strip();
        } else {
            add(new RichText.Heading(spans));
        }
    }

    @Override
    public void visit(Paragraph paragraph) {
        List<Span> spans = spans(paragraph);
        String before = marker;
        marker = null;
        if (before != null) {
            add(new RichText.Item(lists - 1, before, spans));
        } else {
            add(quotes > 0 ? new RichText.Quote(spans) : new RichText.Paragraph(spans));
        }
    }

    @Override
    public void visit(BulletList list) {
        within(list);
    }

    @Override
    public void visit(OrderedList list) {
        within(list);
    }

    private void within(Node list) {
        lists++;
        visitChildren(list);
        lists--;
    }

    @Override
    public void visit(ListItem item) {
        marker = item.getParent() instanceof OrderedList list ? number(list, item) : BULLET;
        visitChildren(item);
        marker = null;
    }

    private static String number(OrderedList list, ListItem item) {
        int number = list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber();
        for (Node before = item.getPrevious(); before != null; before = before.getPrevious()) {
            number++;
        }
        return number + ".";
    }

    @Override
    public void visit(BlockQuote quote) {
        quotes++;
        visitChildren(quote);
        quotes--;
    }

    @Override
    public void visit(FencedCodeBlock code) {
        code(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        code(code.getLiteral());
    }

    private void code(String literal) {
        add(new RichText.Code(filledTemplate.expand(literal.stripTrailing())));
    }

    @Override
    public void visit(HtmlBlock html) {
        add(new RichText.Paragraph(List.of(Span.of(filledTemplate.expand(html.getLiteral())))));
    }

    @Override
    public void visit(ThematicBreak rule) {
        add(new RichText.Rule());
    }

    /** A block whose values are all empty is left out. */
    private void add(Block block) {
        boolean isEmpty =
                switch (block) {
                    case RichText.Rule rule -> false;
                    case RichText.Code code -> code.text().isBlank();
                    case Block text -> RichText.plain(text.spans()).isBlank();
                };
        if (!isEmpty) {
            blocks.add(block);
        }
    }

    private List<Span> spans(Node block) {
        SpanReader reader = new SpanReader(filledTemplate);
        block.accept(reader);
        return reader.spans();
    }
}

package dev.taskping.protocol.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.taskping.protocol.text.InvisibleCharacters;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text with a simple structure that every provider can show: a list of blocks that contain spans. Blocks are not nested. Every text
 * in it is plain; adapters escape it and translate the structure to their provider's format.
 *
 * @param blocks from top to bottom
 */
public record RichText(List<Block> blocks) {

    /** The style of a span. */
    public enum Style {
        BOLD,
        ITALIC,
        CODE
    }

    /**
     * Text in one style.
     *
     * @param text the text; may have several lines
     * @param styles the styles; may be empty
     * @param link the target of a link, http or https
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Span(String text, Set<Style> styles, @Nullable URI link) {

        public Span {
            text = text == null ? "" : InvisibleCharacters.remove(text);
            styles =
                    styles == null || styles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(styles));
        }

        /** Text without any style. */
        public static Span of(String text) {
            return new Span(text, Set.of(), null);
        }

        /** A copy with another text. */
        public Span withText(String other) {
            return new Span(other, styles, link);
        }
    }

    /** A part of the text; blocks follow one another from top to bottom. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Paragraph.class, name = "paragraph"),
        @JsonSubTypes.Type(value = Heading.class, name = "heading"),
        @JsonSubTypes.Type(value = Item.class, name = "item"),
        @JsonSubTypes.Type(value = Quote.class, name = "quote"),
        @JsonSubTypes.Type(value = Code.class, name = "code"),
        @JsonSubTypes.Type(value = Rule.class, name = "rule")
    })
    public sealed interface Block {

        /** The block's spans; empty if it has no running text. */
        default List<Span> spans() {
            return List.of();
        }
    }

    /** Running text. */
    public record Paragraph(List<Span> spans) implements Block {
        public Paragraph {
            spans = spans == null ? List.of() : List.copyOf(spans);
        }
    }

    /** A heading within the message. */
    public record Heading(List<Span> spans) implements Block {
        public Heading {
            spans = spans == null ? List.of() : List.copyOf(spans);
        }
    }

    /**
     * An item of a list.
     *
     * @param depth 0 for the outermost list
     * @param marker the text before the item: {@code •}, or a number such as {@code 1.}
     */
    public record Item(int depth, String marker, List<Span> spans) implements Block {
        public Item {
            spans = spans == null ? List.of() : List.copyOf(spans);
        }
    }

    /** A quotation. */
    public record Quote(List<Span> spans) implements Block {
        public Quote {
            spans = spans == null ? List.of() : List.copyOf(spans);
        }
    }

    /** Lines in a fixed-width font. */
    public record Code(String text) implements Block {
        public Code {
            text = InvisibleCharacters.remove(text);
        }
    }

    /** A horizontal line. */
    public record Rule() implements Block {}

    public RichText {
        blocks = blocks == null ? List.of() : List.copyOf(blocks);
    }

    /** A copy with a paragraph at the top. */
    public RichText withAbove(String paragraph) {
        return new RichText(Stream.concat(Stream.of(new Paragraph(List.of(Span.of(paragraph)))), blocks.stream())
                .toList());
    }

    /** A copy with a paragraph at the bottom. */
    public RichText withBelow(String paragraph) {
        return new RichText(Stream.concat(blocks.stream(), Stream.of(new Paragraph(List.of(Span.of(paragraph)))))
                .toList());
    }

    /** The plain text: lists with their markers, the address of a link after its text. */
    public String plain() {
        StringBuilder text = new StringBuilder();
        Block before = null;
        for (Block block : blocks) {
            if (before != null) {
                text.append(before instanceof Item && block instanceof Item ? "\n" : "\n\n");
            }
            text.append(plain(block));
            before = block;
        }
        return text.toString();
    }

    private static String plain(Block block) {
        return switch (block) {
            case Paragraph paragraph -> plain(paragraph.spans());
            case Heading heading -> plain(heading.spans());
            case Item item -> "  ".repeat(item.depth()) + item.marker() + " " + plain(item.spans());
            case Quote quote -> "> " + plain(quote.spans()).replace("\n", "\n> ");
            case Code code -> code.text();
            case Rule rule -> "———";
        };
    }

    /** The plain text of some spans. */
    public static String plain(List<Span> spans) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            parts.add(span.text());
            URI link = span.link();
            boolean leadsOn = i + 1 < spans.size()
                    && link != null
                    && link.equals(spans.get(i + 1).link());
            if (link != null && !leadsOn && !link.toString().equals(span.text())) {
                parts.add(" (" + link + ")");
            }
        }
        return String.join("", parts);
    }
}

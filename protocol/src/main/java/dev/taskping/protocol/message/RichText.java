package dev.taskping.protocol.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text with structure, as much of it as any provider can show: blocks one below the other, none inside of another, made of
 * spans. Every text in it is plain; adapters escape it and turn the structure into their provider's own.
 *
 * @param blocks from top to bottom
 */
public record RichText(List<Block> blocks) {

    /** How a span looks. */
    public enum Style {
        BOLD,
        ITALIC,
        CODE
    }

    /**
     * Text that looks the same throughout.
     *
     * @param text may have several lines
     * @param styles may be empty
     * @param link where it leads, http or https
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Span(String text, Set<Style> styles, @Nullable URI link) {

        public Span {
            text = text == null ? "" : text;
            styles =
                    styles == null || styles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(styles));
        }

        /** Text without any style. */
        public static Span of(String text) {
            return new Span(text, Set.of(), null);
        }

        /** The same look and target with another text. */
        public Span withText(String other) {
            return new Span(other, styles, link);
        }
    }

    /** One of the parts that stand below each other. */
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

        /** What it is made of; empty where it is no running text. */
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
     * A line of a list.
     *
     * @param depth 0 for the outermost list
     * @param marker what stands before it: {@code •}, or a number such as {@code 1.}
     */
    public record Item(int depth, String marker, List<Span> spans) implements Block {
        public Item {
            spans = spans == null ? List.of() : List.copyOf(spans);
        }
    }

    /** What somebody else said. */
    public record Quote(List<Span> spans) implements Block {
        public Quote {
            spans = spans == null ? List.of() : List.copyOf(spans);
        }
    }

    /** Lines in a fixed width. */
    public record Code(String text) implements Block {}

    /** A line across. */
    public record Rule() implements Block {}

    public RichText {
        blocks = blocks == null ? List.of() : List.copyOf(blocks);
    }

    /** The same with a paragraph above all. */
    public RichText withAbove(String paragraph) {
        return new RichText(Stream.concat(Stream.of(new Paragraph(List.of(Span.of(paragraph)))), blocks.stream())
                .toList());
    }

    /** The same with a paragraph below all. */
    public RichText withBelow(String paragraph) {
        return new RichText(Stream.concat(blocks.stream(), Stream.of(new Paragraph(List.of(Span.of(paragraph)))))
                .toList());
    }

    /** The same as plain text: lists with their markers, the address of a link behind its text. */
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

    /** These spans as plain text. */
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

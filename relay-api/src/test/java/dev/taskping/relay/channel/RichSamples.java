package dev.taskping.relay.channel;

import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Rule;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import java.net.URI;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A message in somebody's own words, with everything that such a message can have. */
public final class RichSamples {

    /** Where its link leads. */
    public static final URI BOARD = URI.create("https://grafana.example.com/d/gpu?job=train&from=now-3h");

    private RichSamples() {}

    /** The text. */
    public static RichText text() {
        return new RichText(List.of(
                new Heading(List.of(Span.of("Loss & <grad>"))),
                new Paragraph(List.of(
                        Span.of("It "),
                        new Span("ended", Set.of(Style.BOLD), null),
                        Span.of(" after "),
                        new Span("3 h", Set.of(Style.BOLD, Style.ITALIC), null),
                        Span.of(", see "),
                        new Span("the board", Set.of(), BOARD),
                        Span.of(" or "),
                        new Span("a < b && c", Set.of(Style.CODE), null))),
                new Item(0, "•", List.of(Span.of("one"))),
                new Item(1, "•", List.of(Span.of("inner"))),
                new Quote(List.of(Span.of("said > once"))),
                new Code("if (a < b) {\n  c();\n}"),
                new Rule()));
    }

    /** The message. */
    public static Message message() {
        Message sample = Samples.succeeded("epoch 3\n");
        return new Message(
                sample.title(),
                sample.severity(),
                text().plain(),
                List.of(),
                sample.log(),
                sample.actions(),
                sample.link(),
                text());
    }

    /** Structure of every kind around such texts. */
    public static Arbitrary<RichText> anything(Arbitrary<String> texts) {
        Arbitrary<Set<Style>> styles = Arbitraries.of(Style.class).set();
        Arbitrary<URI> links = Arbitraries.of(BOARD, URI.create("https://x.example/a_(b)*~?q=%3C"))
                .injectNull(0.7);
        Arbitrary<List<Span>> spans =
                Combinators.combine(texts, styles, links).as(Span::new).list().ofMaxSize(5);
        Arbitrary<Block> blocks = Arbitraries.oneOf(
                spans.map(Paragraph::new),
                spans.map(Heading::new),
                Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of("•", "7."), spans)
                        .as(Item::new),
                spans.map(Quote::new),
                texts.map(Code::new),
                Arbitraries.just(new Rule()));
        return blocks.list().ofMaxSize(6).map(RichText::new);
    }
}

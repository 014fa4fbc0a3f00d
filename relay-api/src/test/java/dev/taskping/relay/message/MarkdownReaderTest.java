package dev.taskping.relay.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskping.protocol.message.RichText.Block;
import dev.taskping.protocol.message.RichText.Code;
import dev.taskping.protocol.message.RichText.Heading;
import dev.taskping.protocol.message.RichText.Item;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Quote;
import dev.taskping.protocol.message.RichText.Rule;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import dev.taskping.protocol.template.MessageTemplate;
import dev.taskping.protocol.template.TemplateException;
import dev.taskping.protocol.template.TemplateVariables;
import dev.taskping.relay.Draws;
import dev.taskping.relay.message.MarkdownReader.Words;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MarkdownReaderTest {

    @Test
    void everyBlockIsRead() throws TemplateException {
        List<Block> blocks = blocks(
                """
                A *b* **c** `d`
                next line

                ## Two

                - one
                  - inner
                3. three

                > said

                ```
                code
                ```

                ---
                <b>text</b>
                """);
        assertThat(blocks)
                .containsExactly(
                        new Paragraph(List.of(
                                Span.of("A "),
                                new Span("b", Set.of(Style.ITALIC), null),
                                Span.of(" "),
                                new Span("c", Set.of(Style.BOLD), null),
                                Span.of(" "),
                                new Span("d", Set.of(Style.CODE), null),
                                Span.of("\nnext line"))),
                        new Heading(List.of(Span.of("Two"))),
                        new Item(0, "•", List.of(Span.of("one"))),
                        new Item(1, "•", List.of(Span.of("inner"))),
                        new Item(0, "3.", List.of(Span.of("three"))),
                        new Quote(List.of(Span.of("said"))),
                        new Code("code"),
                        new Rule(),
                        new Paragraph(List.of(Span.of("<b>text</b>"))));
    }

    @Test
    void headingAtTheTopIsTheTitle() throws TemplateException {
        Words words = read("# {{task.name}} is *done*\n# Not this", Map.of("task.name", "a\nb"));
        assertThat(words.title()).isEqualTo("a b is done");
        assertThat(words.text().blocks()).containsExactly(new Heading(List.of(Span.of("Not this"))));
    }

    @Test
    void valuesInAddressesAreEncoded() throws TemplateException {
        Words words = read("[x](https://example.com/d?job={{task.name}})", Map.of("task.name", "a&b/c d"));
        URI link = words.text().blocks().getFirst().spans().getFirst().link();
        assertThat(link).hasToString("https://example.com/d?job=a%26b%2Fc%20d");
    }

    @Test
    void onlyWebPagesAreLinks() throws TemplateException {
        assertThat(blocks("[x](javascript:alert(1)) ![pic](https://example.com/p.png) [y]({{task.name}})"))
                .containsExactly(new Paragraph(List.of(
                        Span.of("x (javascript:alert(1)) "),
                        new Span("pic", Set.of(), URI.create("https://example.com/p.png")),
                        Span.of(" y (train)"))));
    }

    @Test
    void emptyBlocksAreLeftOut() throws TemplateException {
        assertThat(blocks("{{outcome.message}}\n\n- {{outcome.reason}}\n\n**{{labels.team}}**\n\nend"))
                .containsExactly(new Paragraph(List.of(Span.of("end"))));
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> blocks(">".repeat(4_000) + " x"))
                .hasMessage("its Markdown nests deeper than 32 levels; lay it out flatter");
    }

    /** Whatever a task calls itself, it is text: between any marks, and nothing of the template changes by it. */
    @Property(seed = Draws.SEED)
    void valueIsPlainText(@ForAll String value) throws TemplateException {
        String template =
                "# {{task.name}}\n**{{task.name}}** `{{task.name}}`\n> {{task.name}}\n\n```\n{{task.name}}\n```";
        List<Block> blocks =
                read(template, Map.of("task.name", "x" + value + "x")).text().blocks();
        assertThat(blocks)
                .containsExactly(
                        new Paragraph(List.of(
                                new Span("x" + value + "x", Set.of(Style.BOLD), null),
                                Span.of(" "),
                                new Span("x" + value + "x", Set.of(Style.CODE), null))),
                        new Quote(List.of(Span.of("x" + value + "x"))),
                        new Code("x" + value + "x"));
    }

    /** Whatever stands in a template, it is refused with a fault or becomes a message. */
    @Property(seed = Draws.SEED)
    void anyTextIsReadOrRefused(@ForAll String template) {
        try {
            assertThat(read(template, Map.of()).text().plain()).isNotNull();
        } catch (TemplateException e) {
            assertThat(e.fault()).isNotBlank();
        }
    }

    private static List<Block> blocks(String template) throws TemplateException {
        return read(template, Map.of("task.name", "train")).text().blocks();
    }

    private static Words read(String template, Map<String, Object> some) throws TemplateException {
        Map<String, @Nullable Object> values = new HashMap<>(TemplateVariables.emptyValues());
        values.putAll(some);
        return MarkdownReader.read(MessageTemplate.parse(template).fill(values));
    }
}

package dev.taskping.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.ProtocolJson;
import dev.taskping.protocol.message.Message.Severity;
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
import org.junit.jupiter.api.Test;

class RichTextTest {

    private static final URI PAGE = URI.create("https://example.com/run/7");

    private static final RichText TEXT = new RichText(List.of(
            new Heading(List.of(Span.of("Run 7"))),
            new Paragraph(List.of(
                    Span.of("It "), new Span("failed", Set.of(Style.BOLD, Style.ITALIC), null), Span.of(".\nSee "))),
            new Item(0, "•", List.of(new Span("the ", Set.of(), PAGE), new Span("board", Set.of(Style.BOLD), PAGE))),
            new Item(1, "1.", List.of(new Span(PAGE.toString(), Set.of(), PAGE))),
            new Quote(List.of(Span.of("one\ntwo"))),
            new Code("loss=nan\n"),
            new Rule()));

    @Test
    void plainTextContainsEverything() {
        assertThat(TEXT.plain())
                .isEqualTo(
                        """
                        Run 7

                        It failed.
                        See\s

                        • the board (https://example.com/run/7)
                          1. https://example.com/run/7

                        > one
                        > two

                        loss=nan


                        ———""");
    }

    @Test
    void messageSurvivesJson() throws Exception {
        Message message = new Message("t", Severity.ERROR, TEXT.plain(), List.of(), null, List.of(), PAGE, TEXT);
        String json = ProtocolJson.mapper().writeValueAsString(message);
        assertThat(ProtocolJson.mapper().readValue(json, Message.class)).isEqualTo(message);
        assertThat(json).contains("{\"text\":\"Run 7\"}").doesNotContain("null");
    }

    @Test
    void remarkIsInBothForms() {
        Message message = new Message(
                        "t", Severity.INFO, "x", List.of(), null, List.of(), null, new RichText(List.of()))
                .withAbove("above")
                .withBelow("below");
        assertThat(message.text()).isEqualTo("above\n\nx\n\nbelow");
        assertThat(message.rich()).isNotNull().extracting(RichText::plain).isEqualTo("above\n\nbelow");
    }
}

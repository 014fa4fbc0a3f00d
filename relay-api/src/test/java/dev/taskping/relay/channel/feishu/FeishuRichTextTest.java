package dev.taskping.relay.channel.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.taskping.protocol.message.Message;
import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import dev.taskping.relay.channel.RichSamples;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeishuRichTextTest {

    @Test
    void structureBecomesMarkdownAndLines() {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        FeishuRichText.write(elements, RichSamples.text());
        assertThat(elements).hasSize(2);
        assertThat(elements.get(0).path("tag").asText()).isEqualTo("markdown");
        assertThat(elements.get(0).path("content").asText())
                .isEqualTo(
                        """
                        **Loss &#38; &#60;grad&#62;**

                        It **ended** after ***3 h***, see \
                        [the board](https://grafana.example.com/d/gpu?job=train&from=now-3h) or a &#60; b &#38;&#38; c

                        - one
                            - inner

                        ┃ said &#62; once

                        ```
                        if (a < b) {
                          c();
                        }
                        ```""");
        assertThat(elements.get(1).path("tag").asText()).isEqualTo("hr");
    }

    @Test
    void itIsShownInTheCardAndPlainShouldThatBeRefused() {
        FeishuCard card = FeishuRendering.of(RichSamples.message(), null, BotKind.CUSTOM, false)
                .card();
        assertThat(card.toCard().path("elements").get(0).path("content").asText())
                .startsWith("**Loss");
        assertThat(card.toPost().toString()).contains("Loss & <grad>").doesNotContain("**");
    }

    @Test
    void marksReachToTheEndOfALineAndStandApart() {
        assertThat(markdown(
                        new Span(" two\nlines ", Set.of(Style.BOLD), null),
                        new Span("c", Set.of(Style.ITALIC, Style.CODE), null)))
                .isEqualTo(" **two**\n**lines** \u200B*c*");
    }

    @Test
    void aLinkEndsWhereItsAddressEnds() {
        assertThat(markdown(new Span("a](b)", Set.of(), URI.create("https://x.example/a_(b)*~"))))
                .isEqualTo("[a&#93;&#40;b&#41;](https://x.example/a%5F%28b%29%2A%7E)");
    }

    @Test
    void whatIsTooLongForAGroupsBotIsCutInTheMiddleWithoutStructure() {
        RichText text =
                new RichText(List.of(new Paragraph(List.of(new Span("x".repeat(30_000), Set.of(Style.BOLD), null)))));
        Message sample = RichSamples.message();
        Message message =
                new Message("t", Message.Severity.INFO, text.plain(), List.of(), null, List.of(), sample.link(), text);
        FeishuCard custom =
                FeishuRendering.of(message, null, BotKind.CUSTOM, false).card();
        assertThat(custom.rich()).isNull();
        assertThat(custom.text()).contains("characters left out");
        FeishuRendering app = FeishuRendering.of(message, null, BotKind.APP, true);
        assertThat(app.card().rich()).isNotNull();
        assertThat(app.card().text()).endsWith("…");
        assertThat(app.attachment())
                .hasValueSatisfying(file -> assertThat(file.text()).contains(text.plain()));
    }

    private static String markdown(Span... spans) {
        ArrayNode elements = JsonNodeFactory.instance.arrayNode();
        FeishuRichText.write(elements, new RichText(List.of(new Paragraph(List.of(spans)))));
        JsonNode only = elements.get(0);
        return only.path("content").asText();
    }
}

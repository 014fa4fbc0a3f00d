package dev.taskping.relay.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.message.RichText;
import dev.taskping.protocol.message.RichText.Paragraph;
import dev.taskping.protocol.message.RichText.Span;
import dev.taskping.protocol.message.RichText.Style;
import dev.taskping.relay.channel.RichSamples;
import dev.taskping.relay.channel.discord.DiscordMarkdown.Fitted;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiscordRichTextTest {

    @Test
    void structureBecomesMarkdown() {
        assertThat(DiscordRichText.of(RichSamples.text(), 4096))
                .isEqualTo(new Fitted(
                        """
                        ### Loss & \\<grad>

                        It **ended** after ***3 h***, see \
                        [the board](https://grafana.example.com/d/gpu?job=train&from=now-3h) or `a < b && c`

                        - one
                          - inner

                        > said > once

                        ```
                        if (a < b) {
                          c();
                        }
                        ```

                        ———""",
                        true));
    }

    @Test
    void richTextIsShownInTheEmbed() {
        assertThat(DiscordRendering.of(RichSamples.message(), null, false)
                        .embeds()
                        .get(0)
                        .path("description")
                        .asText())
                .startsWith("### Loss")
                .endsWith("———\n\n[Open](https://taskping.example.org/tasks/42)");
    }

    @Test
    void marksStandApartAndRightBesideTheirWords() {
        RichText text = new RichText(List.of(new Paragraph(List.of(
                new Span(" a*b ", Set.of(Style.BOLD), null),
                new Span("c", Set.of(Style.ITALIC), null),
                new Span("d`e", Set.of(Style.CODE), null)))));
        assertThat(DiscordRichText.of(text, 100).text()).isEqualTo(" **a\\*b** \u200B*c*\u200Bd\\`e");
    }

    @Test
    void aLongTextIsCutWhereItsMarkdownWouldBeTooLong() {
        Fitted fitted = DiscordRichText.of(
                new RichText(List.of(new Paragraph(List.of(new Span("*".repeat(5000), Set.of(Style.BOLD), null))))),
                1200);
        assertThat(fitted.whole()).isFalse();
        assertThat(fitted.text()).hasSizeBetween(1000, 1200).startsWith("**\\*").endsWith("…**");
    }
}

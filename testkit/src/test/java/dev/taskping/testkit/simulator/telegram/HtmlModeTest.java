package dev.taskping.testkit.simulator.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlModeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <b>done</b> at 5 &lt; 6 &amp; 7 | done at 5 < 6 & 7
                    <pre><code class="language-python">x = 1</code></pre> | x = 1
                    <blockquote expandable>long</blockquote> | long
                    <a href="https://example.org/?a=1&amp;b=2">more</a> | more
                    a &nbsp; b &#128512; | a &nbsp; b 😀
                    """)
    void showsWhatTelegramShows(String html, String shown) {
        assertThat(HtmlMode.parse(html).text()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <p>x</p> | Unsupported start tag "p" at byte offset 0
                    é<div> | Unsupported start tag "div" at byte offset 2
                    5 < 6 | Unclosed start tag at byte offset 2
                    <b>x | Can't find end tag corresponding to start tag "b"
                    <b><i>x</b></i> | Unmatched end tag at byte offset 7, expected "</i>", found "</b>"
                    x</b> | Unexpected end tag at byte offset 1
                    <span>x</span> | Tag "span" must have class "tg-spoiler" at byte offset 0
                    """)
    void errorsAreTelegrams(String html, String complaint) {
        assertThatThrownBy(() -> HtmlMode.parse(html)).hasMessage("Bad Request: can't parse entities: " + complaint);
    }

    @Test
    void entitiesAreCountedInUtf16UnitsAfterTrimming() {
        FormattedText text = HtmlMode.parse("  😀 <b>done</b> \n");
        assertThat(text.text()).isEqualTo("😀 done");
        assertThat(text.entities()).containsExactly(new Entity("bold", 3, 4, null));
    }

    @Test
    void controlCharactersAreCleanedAway() {
        assertThat(HtmlMode.plain("a\tb\r\nc\u0007d\u202ee").text()).isEqualTo("a b\nc de");
    }
}

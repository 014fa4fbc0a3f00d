package dev.taskping.relay.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackWrittenTextTest {

    /** "Formatting text for app surfaces"; slash commands with "Escape channels, users, and links sent to your app". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    launch next                                             ~ launch next
                    launch x note="a &lt; b &amp;&amp; c &gt; d"            ~ launch x note="a < b && c > d"
                    launch x data=<https://example.org/a?b=1&amp;c=2>       ~ launch x data=https://example.org/a?b=1&c=2
                    launch x data=<http://example.org|example.org>          ~ launch x data=example.org
                    launch x data=<https://evil.example|example.org>        ~ launch x data=https://evil.example
                    launch x to=<mailto:mia@example.org|mia@example.org>    ~ launch x to=mia@example.org
                    launch x call=<tel:+491701234567|+49 170 1234567>       ~ launch x call=+49 170 1234567
                    launch x by=<@U012AB3CD|mia>                            ~ launch x by=@mia
                    launch x by=<@U012AB3CD>                                ~ launch x by=@U012AB3CD
                    launch x in=<#C012AB3CD|ml-jobs>                        ~ launch x in=#ml-jobs
                    launch x for=<!here>                                    ~ launch x for=@here
                    launch x q=&amp;lt;                                     ~ launch x q=&lt;
                    launch x q=<never closed                                ~ launch x q=<never closed
                    """)
    void textIsReadAsItWasWritten(String sent, String written) {
        assertThat(SlackWrittenText.plain(sent)).isEqualTo(written);
    }
}

package dev.taskping.relay.channel.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class VisibleTextTest {

    @Test
    void terminalSequencesAreRemoved() {
        assertThat(VisibleText.of("\u001B[1;31mloss=nan\u001B[0m")).isEqualTo("loss=nan");
        assertThat(VisibleText.of("\u001B]0;title\u0007epoch \u001B]8;;https://example.org\u001B\\3\u001B]8;;\u001B\\"))
                .isEqualTo("epoch 3");
        assertThat(VisibleText.of("a\u001B(Bb\u001Bc")).isEqualTo("ab");
        assertThat(VisibleText.of("cut off \u001B[")).isEqualTo("cut off ");
        assertThat(VisibleText.of("\u001B]0;never ends\nTraceback\r\n\u001BPsixel\rIndexError"))
                .isEqualTo("\nTraceback\n\nIndexError");
    }

    @Test
    void linesAndTabsStayOtherControlCharactersDoNot() {
        assertThat(VisibleText.of("a\r\nb\rc\n\td\u0000\u0007\u009F")).isEqualTo("a\nb\nc\n\td");
    }

    @Test
    void otherScriptsAndJoinedEmojiStay() {
        String text = "שלום é 👩‍🚀 🇩🇪";
        assertThat(VisibleText.of(text)).isEqualTo(text);
        assertThat(VisibleText.of("half \uD83D of a pair")).isEqualTo("half \uFFFD of a pair");
    }

    @Test
    void megabytesOfEscapesTakeLinearTime() {
        String hostile = "\u001B]".repeat(500_000) + "\u001B[1".repeat(300_000);
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> VisibleText.of(hostile));
    }

    @Test
    void cutsInTheMiddleSayHowMuchIsMissing() {
        String text = "first " + "x".repeat(1000) + " last";
        String cut = SafeCut.middle(text, 100);
        assertThat(cut).startsWith("first ").endsWith(" last").hasSizeLessThanOrEqualTo(100);
        int kept = cut.length()
                - cut.replaceAll("(?s)^.*(\n\\[… \\d+ characters left out …\\]\n).*$", "$1")
                        .length();
        assertThat(cut).contains("[… " + (text.length() - kept) + " characters left out …]");
        assertThat(SafeCut.middle("😀".repeat(500), 101)).doesNotContain("?").matches(c -> wellFormed(c));
    }

    @Test
    void bothEndsOfALabelStay() {
        assertThat(SafeCut.ends("▶ Launch evaluate after train-llama-70b-seed-0041", 40))
                .isEqualTo("▶ Launch evaluate a…-llama-70b-seed-0041")
                .hasSize(40);
        assertThat(SafeCut.ends("short", 40)).isEqualTo("short");
        for (int limit = 1; limit < 12; limit++) {
            assertThat(SafeCut.ends("😀".repeat(20), limit))
                    .hasSizeLessThanOrEqualTo(limit)
                    .matches(c -> wellFormed(c));
        }
    }

    private static boolean wellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}

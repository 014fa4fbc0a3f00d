package dev.taskping.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BanPatternTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "as it is, launch miner",
        "another case, launch MiNeR",
        "Cyrillic letters, launch мinег",
        "Greek letters, launch minεr",
        "full width, launch ｍｉｎｅｒ",
        "mathematical letters, launch 𝐦𝐢𝐧𝐞𝐫",
        "circled letters, launch ⓜⓘⓝⓔⓡ",
        "accents, launch mïnér",
        "combining marks, 'launch m\u0336i\u0336n\u0336e\u0336r\u0336'",
        "zero width space, 'launch mi\u200Bner'",
        "word joiner, 'launch mi\u2060ner'",
        "soft hyphen, 'launch mi\u00ADner'",
        "right to left override, 'launch \u202Eminer'",
        "byte order mark, 'launch mi\uFEFFner'",
        "variation selector, 'launch mi\uFE0Fner'",
        "tag characters, 'launch mi\uDB40\uDC41ner'",
        "a control, 'launch mi\u0007ner'",
        "a Hangul filler, 'launch mi\u3164ner'",
    })
    void bannedWordIsFoundInAnyWriting(String how, String text) {
        assertThat(BanPattern.of("miner").bans(text)).as(how).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"launch evaluate", "launch mine r", "mi ner", "launch examiné"})
    void otherWordIsNotBanned(String text) {
        assertThat(BanPattern.of("\\bminer\\b").bans(text)).isFalse();
    }

    @Test
    void patternMatchesAsRe2Says() {
        assertThat(BanPattern.of("drop +table").bans("x; DROP   TABLE users")).isTrue();
        assertThat(BanPattern.of("^launch prod").bans("launch production")).isTrue();
        assertThat(BanPattern.of("^launch prod").bans("status launch production"))
                .isFalse();
    }

    @Test
    void patternInAnotherAlphabetMatchesThatAlphabet() {
        assertThat(BanPattern.of("майнер").bans("запусти МАЙНЕР")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',1 to 200",
        "(,not a valid RE2 pattern",
        "(?=a),not a valid RE2 pattern",
        ".*,matches every text",
        "a?,matches every text"
    })
    void unusablePatternIsRefused(String pattern, String why) {
        assertThatThrownBy(() -> BanPattern.of(pattern)).hasMessageContaining(why);
    }

    /** With backtracking this would take longer than the sun will shine. */
    @Test
    void hostilePatternIsMatchedInLinearTime() {
        long start = System.nanoTime();
        assertThat(BanPattern.of("(a+)+$").bans("a".repeat(3_000) + "!")).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
}

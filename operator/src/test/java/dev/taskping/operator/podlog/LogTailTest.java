package dev.taskping.operator.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskping.protocol.event.LogExcerpt;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogTailTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("one\ntwo\n", false, 100, "one\ntwo", false),
                Arguments.of("", false, 100, "", false),
                Arguments.of("torn\ntwo\nthree\n", true, 100, "two\nthree", true),
                Arguments.of("only one torn line", true, 100, "only one torn line", true),
                Arguments.of("one\ntwo\nthree", false, 9, "two\nthree", true),
                Arguments.of("one\ntwo\nthree", false, 8, "three", true),
                Arguments.of(
                        "\u001b[32mgreen\u001b[0m \u001b]0;title\u0007text\u001b[2K", false, 100, "green text", false),
                Arguments.of(
                        "epoch 1\n\u001b]0;building\nline\nValueError: last\n",
                        false,
                        100,
                        "epoch 1\n\nline\nValueError: last",
                        false),
                Arguments.of("a\u0000b\u0007c\td\u009be", false, 100, "abc\tde", false),
                Arguments.of("windows\r\nline\r\n", false, 100, "windows\nline", false),
                Arguments.of("epoch 1\n10%\r55%\r100%\ndone", false, 100, "epoch 1\n100%\ndone", false),
                Arguments.of("10%\r55%\r", false, 100, "55%", false),
                Arguments.of("10%\r\r55%\r\r\ndone\r", false, 100, "55%\ndone", false),
                Arguments.of("10%\r\u202855%\rdone", false, 100, "done", false),
                Arguments.of("äöü", false, 3, "ü", true));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void rawLogBecomesReadableText(String raw, boolean cut, int limit, String tail, boolean truncated) {
        assertThat(LogTail.of(bytes(raw), cut, limit)).isEqualTo(new LogExcerpt(tail, truncated));
    }

    @Test
    void characterCutAtTheBeginningIsDropped() {
        byte[] umlaut = bytes("ü and more");
        byte[] torn = new byte[umlaut.length - 1];
        System.arraycopy(umlaut, 1, torn, 0, torn.length);
        assertThat(LogTail.of(torn, true, 100).tail()).isEqualTo(" and more");
    }

    @Test
    void anyBytesGiveValidTextWithinTheLimit() {
        Random random = new Random(4711);
        for (int i = 0; i < 2_000; i++) {
            byte[] raw = new byte[random.nextInt(400)];
            random.nextBytes(raw);
            int limit = random.nextInt(200);
            String tail = LogTail.of(raw, random.nextBoolean(), limit).tail();
            assertThat(bytes(tail).length).isLessThanOrEqualTo(limit);
            assertThat(tail.chars().filter(c -> c < ' ' && c != '\n' && c != '\t'))
                    .isEmpty();
        }
    }
}

package dev.taskping.relay.channel.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttachmentTest {

    @Test
    void holdsItsTextInUtf8() {
        assertThat(new Attachment("a.log", "é 😀\n").bytes()).isEqualTo("é 😀\n".getBytes(UTF_8));
    }

    /** A question mark after an escape would be an escape sequence. */
    @Test
    void loneSurrogateIsReplaced() {
        assertThat(new Attachment("a.log", "\u001B\uDE93 \uD83D").bytes())
                .isEqualTo("\u001B\uFFFD \uFFFD".getBytes(UTF_8));
    }
}

package dev.taskping.operator.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ByteRingBufferTest {

    @Test
    void bufferKeepsTheLastBytes() {
        ByteRingBuffer buffer = new ByteRingBuffer(5);
        buffer.add(ByteBuffer.wrap(bytes("one\ntwo\nt")));
        buffer.add(ByteBuffer.wrap(bytes("hree")));
        assertThat(buffer.end()).isEqualTo(bytes("three"));
        assertThat(buffer.overflowed()).isTrue();
        assertThat(buffer.lines()).isEqualTo(2);
        assertThat(buffer.read()).isEqualTo(13);

        ByteRingBuffer exact = new ByteRingBuffer(5);
        exact.add(ByteBuffer.wrap(bytes("three")));
        assertThat(exact.end()).isEqualTo(bytes("three"));
        assertThat(exact.overflowed()).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

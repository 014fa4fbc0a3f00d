package dev.taskping.operator.podlog;

import java.nio.ByteBuffer;

/** Keeps the last bytes of a stream of any length. */
public final class ByteRingBuffer {

    private final byte[] buffer;
    private long read;
    private long lines;

    ByteRingBuffer(int capacity) {
        this.buffer = new byte[capacity];
    }

    /** Adds the next bytes. */
    void add(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            byte next = chunk.get();
            buffer[(int) (read++ % buffer.length)] = next;
            if (next == '\n') {
                lines++;
            }
        }
    }

    /** How many bytes were added. */
    long read() {
        return read;
    }

    /** Whether more bytes were added than the buffer holds. */
    boolean overflowed() {
        return read > buffer.length;
    }

    /** How many line feeds were added. */
    long lines() {
        return lines;
    }

    /** The last bytes, in order. */
    byte[] end() {
        int size = (int) Math.min(read, buffer.length);
        byte[] end = new byte[size];
        int start = overflowed() ? (int) (read % buffer.length) : 0;
        System.arraycopy(buffer, start, end, 0, size - (overflowed() ? start : 0));
        if (overflowed()) {
            System.arraycopy(buffer, 0, end, size - start, start);
        }
        return end;
    }
}

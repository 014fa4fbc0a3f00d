package dev.taskping.operator.task.observation;

import java.nio.ByteBuffer;

/** Takes a text of any length and keeps its end. */
final class RingOfBytes {

    private final byte[] ring;
    private long read;
    private long lines;

    RingOfBytes(int capacity) {
        this.ring = new byte[capacity];
    }

    /** Takes what comes next. */
    void add(ByteBuffer chunk) {
        while (chunk.hasRemaining()) {
            byte next = chunk.get();
            ring[(int) (read++ % ring.length)] = next;
            if (next == '\n') {
                lines++;
            }
        }
    }

    /** How many bytes came. */
    long read() {
        return read;
    }

    /** Whether more came than was kept. */
    boolean overflowed() {
        return read > ring.length;
    }

    /** How many line ends came. */
    long lines() {
        return lines;
    }

    /** What was kept, in order. */
    byte[] end() {
        int size = (int) Math.min(read, ring.length);
        byte[] end = new byte[size];
        int start = overflowed() ? (int) (read % ring.length) : 0;
        System.arraycopy(ring, start, end, 0, size - (overflowed() ? start : 0));
        if (overflowed()) {
            System.arraycopy(ring, 0, end, size - start, start);
        }
        return end;
    }
}

package dev.taskping.operator.task.observation;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stream of any length and keeps its end. */
final class RingOfBytes {

    private final byte[] ring;
    private long read;
    private long lines;

    RingOfBytes(int capacity) {
        this.ring = new byte[capacity];
    }

    /**
     * Reads until the stream ends or {@code limit} bytes have come.
     *
     * @return whether the stream ended
     */
    boolean readFrom(InputStream stream, long limit) throws IOException {
        byte[] chunk = new byte[8192];
        while (read < limit) {
            int count = stream.read(chunk);
            if (count < 0) {
                return true;
            }
            for (int i = 0; i < count; i++) {
                ring[(int) (read++ % ring.length)] = chunk[i];
                if (chunk[i] == '\n') {
                    lines++;
                }
            }
        }
        return false;
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

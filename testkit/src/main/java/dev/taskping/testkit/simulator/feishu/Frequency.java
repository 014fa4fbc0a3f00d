package dev.taskping.testkit.simulator.feishu;

import java.util.ArrayDeque;
import java.util.Deque;

/** At most so many in any second and in any minute. Thread safe. */
final class Frequency {

    private static final long SECOND = 1_000_000_000L;

    private final int aSecond;
    private final int aMinute;
    private final Deque<Long> taken = new ArrayDeque<>();

    Frequency(int aSecond, int aMinute) {
        this.aSecond = aSecond;
        this.aMinute = aMinute;
    }

    static Frequency unlimited() {
        return new Frequency(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Whether one more is allowed now; then it counts. */
    synchronized boolean take() {
        long now = System.nanoTime();
        while (!taken.isEmpty() && now - taken.peekFirst() > 60 * SECOND) {
            taken.removeFirst();
        }
        long lastSecond = taken.stream().filter(at -> now - at <= SECOND).count();
        if (lastSecond >= aSecond || taken.size() >= aMinute) {
            return false;
        }
        if (aMinute < Integer.MAX_VALUE) {
            taken.addLast(now);
        }
        return true;
    }
}

package dev.taskping.bench;

import java.util.Arrays;
import java.util.Map;

/**
 * How long after a Job's last status write had returned its message was received.
 *
 * @param count messages received
 * @param lost Jobs nobody heard of
 * @param p50 the median, in milliseconds
 * @param p99 the 99th percentile, in milliseconds
 * @param drained from the last write's return to the last message, in milliseconds
 */
record Latencies(int count, int lost, double p50, double p99, double drained) {

    static Latencies of(Map<String, Long> written, Map<String, Long> heard) {
        long[] sorted = written.entrySet().stream()
                .filter(entry -> heard.containsKey(entry.getKey()))
                .mapToLong(entry -> heard.getOrDefault(entry.getKey(), 0L) - entry.getValue())
                .sorted()
                .toArray();
        long lastWrite =
                written.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long lastHeard = written.keySet().stream()
                .filter(heard::containsKey)
                .mapToLong(uid -> heard.getOrDefault(uid, 0L))
                .max()
                .orElse(0);
        return new Latencies(
                sorted.length,
                written.size() - sorted.length,
                milliseconds(percentile(sorted, 0.50)),
                milliseconds(percentile(sorted, 0.99)),
                milliseconds(lastHeard - lastWrite));
    }

    private static long percentile(long[] sorted, double part) {
        return sorted.length == 0
                ? 0
                : Arrays.stream(sorted)
                        .skip((long) (part * (sorted.length - 1)))
                        .findFirst()
                        .orElse(0);
    }

    private static double milliseconds(long nanoseconds) {
        return Math.round(nanoseconds / 10_000.0) / 100.0;
    }
}

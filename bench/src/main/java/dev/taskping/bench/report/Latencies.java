package dev.taskping.bench.report;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long after a Job's last status write had returned its message was received. Below zero where the message was there
 * before the writer had its answer.
 *
 * @param count messages received
 * @param lost Jobs nobody heard of
 * @param p50 the median, in milliseconds
 * @param p99 the 99th percentile, in milliseconds
 * @param slowest in milliseconds
 * @param drained from the last write's return to the last message, in milliseconds
 */
public record Latencies(int count, int lost, double p50, double p99, double slowest, double drained) {

    /** From the times of writing and of hearing, both by uid in nanoseconds of the same clock. */
    public static Latencies of(Map<String, Long> written, Map<String, Long> heard) {
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
                .orElse(lastWrite);
        return new Latencies(
                sorted.length,
                written.size() - sorted.length,
                milliseconds(percentile(sorted, 0.50)),
                milliseconds(percentile(sorted, 0.99)),
                milliseconds(percentile(sorted, 1)),
                milliseconds(lastHeard - lastWrite));
    }

    /** The same for the Jobs of each stretch of time, by how long after the first write it began. */
    public static SortedMap<Duration, Latencies> over(
            Duration stretch, Map<String, Long> written, Map<String, Long> heard) {
        long first = written.values().stream().mapToLong(Long::longValue).min().orElse(0);
        SortedMap<Duration, Map<String, Long>> stretches = new TreeMap<>();
        written.forEach((uid, when) -> stretches
                .computeIfAbsent(stretch.multipliedBy((when - first) / stretch.toNanos()), beginning -> new TreeMap<>())
                .put(uid, when));
        SortedMap<Duration, Latencies> latencies = new TreeMap<>();
        stretches.forEach((beginning, part) -> latencies.put(beginning, of(part, heard)));
        return latencies;
    }

    private static long percentile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    private static double milliseconds(long nanoseconds) {
        return Math.round(nanoseconds / 10_000.0) / 100.0;
    }
}

package dev.taskping.bench.load;

/**
 * A Job of a benchmark.
 *
 * @param namespace where it is
 * @param name its name
 * @param uid its uid
 */
public record BenchJob(String namespace, String name, String uid) {}

/** Creates load for the benchmarks (Jobs, events, replies, hooks) and receives the resulting messages. */
@NullMarked
package dev.taskping.bench.load;

import org.jspecify.annotations.NullMarked;

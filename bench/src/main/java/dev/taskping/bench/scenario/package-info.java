/** The scenarios that the benchmarks measure, one class each. */
@NullMarked
package dev.taskping.bench.scenario;

import org.jspecify.annotations.NullMarked;

/** Benchmarks of the budgets of the design, each beside a bare watch-and-POST loop measured in the same run. */
@NullMarked
package dev.taskping.bench;

import org.jspecify.annotations.NullMarked;

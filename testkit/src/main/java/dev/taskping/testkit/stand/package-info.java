/** A whole TaskPing out of processes, without a node: for the fault suite and the benchmarks. */
@NullMarked
package dev.taskping.testkit.stand;

import org.jspecify.annotations.NullMarked;

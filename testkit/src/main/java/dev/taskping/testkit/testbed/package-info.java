/** A whole TaskPing out of processes, without a node: for the fault suite and the benchmarks. */
@NullMarked
package dev.taskping.testkit.testbed;

import org.jspecify.annotations.NullMarked;

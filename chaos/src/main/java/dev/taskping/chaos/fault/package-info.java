/** The faults: which part fails when, and what is therefore unavailable meanwhile. */
@NullMarked
package dev.taskping.chaos.fault;

import org.jspecify.annotations.NullMarked;

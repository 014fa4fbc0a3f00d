/** Finds out how a Job ended: outcome, cause of failure, GPU hours, termination message, and whose log to read. */
@NullMarked
package dev.taskping.operator.observation;

import org.jspecify.annotations.NullMarked;

/** Finds out how a Job ended: outcome, GPU hours, termination message, and the log that matters. */
@NullMarked
package dev.taskping.operator.observation;

import org.jspecify.annotations.NullMarked;

/** Retains Jobs, by a finalizer, until the relay has recorded their end. */
@NullMarked
package dev.taskping.operator.retention;

import org.jspecify.annotations.NullMarked;

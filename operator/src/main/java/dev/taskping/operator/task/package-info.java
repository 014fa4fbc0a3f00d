/** Jobs as tasks: watched, observed when they end, told to the relay until the relay knows. */
@NullMarked
package dev.taskping.operator.task;

import org.jspecify.annotations.NullMarked;

/** Commands to running Jobs: stop, keep, extend. */
@NullMarked
package dev.taskping.operator.taskcommand;

import org.jspecify.annotations.NullMarked;

/** Turns commands into Launches, and Launches into Jobs. */
@NullMarked
package dev.taskping.operator.launch;

import org.jspecify.annotations.NullMarked;

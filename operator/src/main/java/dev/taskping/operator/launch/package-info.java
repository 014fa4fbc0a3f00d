/** Commands become Launches, Launches become Jobs, and nothing but approved templates becomes either. */
@NullMarked
package dev.taskping.operator.launch;

import org.jspecify.annotations.NullMarked;

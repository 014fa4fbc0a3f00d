/** Jobs that start and end, and the truth about them. */
@NullMarked
package dev.taskping.chaos.work;

import org.jspecify.annotations.NullMarked;

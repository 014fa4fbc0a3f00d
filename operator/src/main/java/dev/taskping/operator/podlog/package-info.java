/** Reads the end of a container's log. */
@NullMarked
package dev.taskping.operator.podlog;

import org.jspecify.annotations.NullMarked;

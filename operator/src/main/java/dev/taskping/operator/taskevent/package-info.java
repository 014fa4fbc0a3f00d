/** Creates the events that report a Job's start and end, and remembers which of them the relay has recorded. */
@NullMarked
package dev.taskping.operator.taskevent;

import org.jspecify.annotations.NullMarked;

/** The events that tell the relay of a Job's start and end, and which of them the relay has recorded. */
@NullMarked
package dev.taskping.operator.taskevent;

import org.jspecify.annotations.NullMarked;

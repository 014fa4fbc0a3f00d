/** The controller of NotifiedTasks: it shows in their status what they refer to, their Jobs, and undelivered messages. */
@NullMarked
package dev.taskping.operator.notifiedtask;

import org.jspecify.annotations.NullMarked;
